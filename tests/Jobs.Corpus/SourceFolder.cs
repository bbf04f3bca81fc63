using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Corpus;

/// <summary>The C# of a folder, without tests, benchmarks, migrations and what tools have written.</summary>
internal sealed record SourceFolder(string Name, IReadOnlyList<SyntaxTree> Files, long Lines)
{
    /// <summary>As projects with implicit usings have them.</summary>
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; "
        + "global using System.Threading; global using System.Threading.Tasks; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting; "
        + "global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing; global using Microsoft.Extensions.Configuration; "
        + "global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting; global using Microsoft.Extensions.Logging;";

    private static readonly string[] Skipped = ["test", "tests", "benchmark", "benchmarks", "Migrations", "obj", "bin"];

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    public static SourceFolder Read(DirectoryInfo folder, CancellationToken cancellationToken)
    {
        var files = folder.EnumerateFiles("*.cs", SearchOption.AllDirectories)
            .Select(f => (Path: Path.GetRelativePath(folder.FullName, f.FullName), f.FullName))
            .Where(static f => !IsSkipped(f.Path)).OrderBy(static f => f.Path, StringComparer.Ordinal).ToList();
        long lines = 0;
        var projects = ProjectsOf(folder);
        var texts = files.ConvertAll(static f => File.ReadAllText(f.FullName));
        var usings = files.ConvertAll(f => projects.First(p => f.FullName.StartsWith(p.Folder, StringComparison.Ordinal)).Usings);
        foreach (var (i, text) in texts.Index())
        {
            usings[i].AddFromCode(text);
        }

        var trees = new SyntaxTree[files.Count];
        Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            trees[i] = CSharpSyntaxTree.ParseText(usings[i].ApplyTo(texts[i]), Options, Path.Combine(folder.Name, files[i].Path), cancellationToken: cancellationToken);
            Interlocked.Add(ref lines, trees[i].GetText(cancellationToken).Lines.Count);
        });
        return new SourceFolder(folder.Name, trees, lines);
    }

    /// <summary>The same with classes of these names marked <c>[Job]</c>.</summary>
    public SourceFolder WithJobs(string names)
    {
        var marker = new JobMarker(names);
        return this with { Files = [.. Files.Select(f => f.WithRootAndOptions(marker.Visit(f.GetRoot()), f.Options))] };
    }

    /// <summary>As one assembly. Where a reference is missing, calls are not understood, and no rule speaks of them.</summary>
    public CSharpCompilation Compile(IEnumerable<MetadataReference> references) => CSharpCompilation.Create(
        Name,
        Files.Prepend(CSharpSyntaxTree.ParseText(Usings, Options, "Usings.cs")),
        references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The innermost first; last, what belongs to none.</summary>
    private static List<(string Folder, GlobalUsings Usings)> ProjectsOf(DirectoryInfo folder) =>
    [
        .. folder.EnumerateFiles("*.csproj", SearchOption.AllDirectories).OrderByDescending(static p => p.DirectoryName!.Length).ThenBy(static p => p.FullName, StringComparer.Ordinal)
            .Select(static p => (p.DirectoryName! + Path.DirectorySeparatorChar, new GlobalUsings(p.FullName))),
        (folder.FullName, new GlobalUsings(project: null)),
    ];

    private static bool IsSkipped(string path)
    {
        var folders = path.Split(Path.DirectorySeparatorChar);
        return folders.Any(static f => Skipped.Contains(f, StringComparer.OrdinalIgnoreCase))
            || folders[..^1].Any(static f => f.EndsWith("Tests", StringComparison.Ordinal) || f.EndsWith(".Test", StringComparison.Ordinal) || f.Contains("Migration", StringComparison.Ordinal) || f.Contains("Benchmark", StringComparison.Ordinal));
    }
}
