using System.Text;
using Microsoft.CodeAnalysis;

namespace Jobs.Corpus;

/// <summary>Reports to be read by a person, with the code around them.</summary>
internal static class Sample
{
    private const int Around = 9;

    /// <summary>As many of each family, spread over its rules: every rule is there before one is there more often.</summary>
    public static void Write(FileInfo to, IEnumerable<Diagnostic> found, int size, int seed)
    {
        to.Directory?.Create();
        using var text = new StreamWriter(to.FullName, append: false);
        foreach (var family in found.GroupBy(static d => d.Id[..4]).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            foreach (var (number, one) in Of([.. family], size, new Random(seed)).OrderBy(static d => d.Id, StringComparer.Ordinal).Index())
            {
                text.WriteLine($"## {family.Key}xxx {number + 1}: {one.Id} {PlaceOf(one)}\n{one.GetMessage()}\n```csharp\n{CodeOf(one)}```\n");
            }
        }
    }

    private static IEnumerable<Diagnostic> Of(IReadOnlyList<Diagnostic> found, int size, Random random)
    {
        var rules = found.GroupBy(static d => d.Id).OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(g => new Queue<Diagnostic>(g.OrderBy(_ => random.Next()).ToList())).ToList();
        while (size > 0 && rules.Any(static r => r.Count > 0))
        {
            foreach (var rule in rules.Where(static r => r.Count > 0).Take(size).ToList())
            {
                size--;
                yield return rule.Dequeue();
            }
        }
    }

    private static string PlaceOf(Diagnostic one) => $"{one.Location.SourceTree?.FilePath}:{one.Location.GetLineSpan().StartLinePosition.Line + 1}";

    private static string CodeOf(Diagnostic one)
    {
        var lines = one.Location.SourceTree!.GetText().Lines;
        var at = one.Location.GetLineSpan().StartLinePosition.Line;
        var code = new StringBuilder();
        for (var i = Math.Max(0, at - Around); i <= Math.Min(lines.Count - 1, at + Around); i++)
        {
            code.Append(i == at ? "> " : "  ").Append(lines[i].ToString()).Append('\n');
        }

        return code.ToString();
    }
}
