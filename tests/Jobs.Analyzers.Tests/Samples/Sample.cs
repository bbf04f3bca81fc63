using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Analyzers.Tests.Samples;

/// <summary>A file of samples/Analyzers, taken apart.</summary>
/// <param name="Id">The rule that it shows.</param>
/// <param name="Title">What its first line says of it.</param>
/// <param name="FixTitle">The offered fix that leads from one form to the other; null: the rule has none.</param>
/// <param name="Bad">The first form, without the marks.</param>
/// <param name="Marked">The lines of <paramref name="Bad"/> that are to be reported, from 0.</param>
/// <param name="Good">The second form.</param>
internal sealed record Sample(string Id, string Title, string? FixTitle, string Bad, IReadOnlyList<int> Marked, string Good)
{

    private const string Folder = "samples/Analyzers";

    public static string[] Ids { get; } =
        [.. Directory.GetFiles(Repository.PathOf(Folder), "JOB*.cs").Select(static f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    /// <summary>Declarations of libraries that are not referenced.</summary>
    public static string[] StandIns { get; } =
        Directory.Exists(Repository.PathOf($"{Folder}/StandIns"))
            ? [.. Directory.GetFiles(Repository.PathOf($"{Folder}/StandIns"), "*.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText)]
            : [];

    /// <summary>What <c>jobs.contracts.txt</c> says of its jobs before; null: nothing.</summary>
    public string? BadContracts => ContractsIn($"{Folder}/Bad/jobs.contracts.txt");

    /// <summary>The same after.</summary>
    public string? GoodContracts => ContractsIn($"{Folder}/jobs.contracts.txt");

    /// <summary>What the first form is compiled as.</summary>
    public LanguageVersion BadLanguage => Id == Rule.LanguageIsTooOld.Id ? LanguageVersion.CSharp12 : LanguageVersion.Preview;

    private string? ContractsIn(string file) =>
        Repository.LinesOf(file).Where(l => l.StartsWith(Id.ToLowerInvariant() + ".", StringComparison.Ordinal)).ToList() is { Count: > 0 } lines ? string.Join('\n', lines) : null;

    public static Sample Of(string id)
    {
        var lines = Repository.LinesOf($"{Folder}/{id}.cs");
        var mark = $" // {id}";
        var bad = FormOf(lines, isBad: true);
        return new Sample(
            id,
            lines[0],
            lines[1].StartsWith("// Fix: ", StringComparison.Ordinal) ? lines[1]["// Fix: ".Length..] : null,
            string.Join('\n', bad.Select(l => l.EndsWith(mark, StringComparison.Ordinal) ? l[..^mark.Length] : l)),
            [.. bad.Index().Where(l => l.Item.EndsWith(mark, StringComparison.Ordinal)).Select(static l => l.Index)],
            string.Join('\n', FormOf(lines, isBad: false)));
    }

    private static List<string> FormOf(string[] lines, bool isBad)
    {
        var form = new List<string>();
        var isIn = true;
        foreach (var line in lines)
        {
            switch (line)
            {
                case "#if BAD": isIn = isBad; break;
                case "#else": isIn = !isBad; break;
                case "#endif": isIn = true; break;
                default:
                    if (isIn)
                    {
                        form.Add(line);
                    }

                    break;
            }
        }

        return form;
    }
}
