using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Jobs.Corpus;

/// <summary>What was found over all folders.</summary>
internal sealed class Counts
{
    private readonly List<Diagnostic> found = [];
    private readonly List<Diagnostic> outside = [];
    private readonly List<string> crashes = [];
    private readonly SortedSet<string> leftOut = new(StringComparer.Ordinal);
    private long files;
    private long lines;
    private TimeSpan time;

    public IReadOnlyList<Diagnostic> Found => found;

    /// <summary>No rule threw, and none spoke of code that is no handler and no job.</summary>
    public bool IsClean => crashes.Count == 0 && outside.Count == 0;

    public void Add(SourceFolder code, Run asItIs, Run asHandlers)
    {
        files += code.Files.Count;
        lines += code.Lines;
        time += asHandlers.Time;
        outside.AddRange(asItIs.Found);
        found.AddRange(asHandlers.Found);
        leftOut.UnionWith(asItIs.LeftOut.Concat(asHandlers.LeftOut));
        crashes.AddRange(asItIs.Crashes.Concat(asHandlers.Crashes));
    }

    public void Print(TextWriter to)
    {
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files:N0} files, {lines:N0} lines, {crashes.Count} crashes, {outside.Count} reports outside handlers and jobs; with all classes as handlers the rules took {time.TotalSeconds / Math.Max(1, lines) * 100_000:F1} s per 100,000 lines, by the clock of the analyzer driver"));
        foreach (var crash in crashes.Distinct().Take(10))
        {
            to.WriteLine(crash);
        }

        foreach (var file in leftOut)
        {
            to.WriteLine($"left out, the compiler fails on it: {file}");
        }

        foreach (var stray in outside.Take(20))
        {
            to.WriteLine(stray);
        }

        to.WriteLine("| Rule | Title | Reports |\n|---|---|---|");
        foreach (var rule in found.GroupBy(static d => d.Id).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {rule.Key} | {rule.First().Descriptor.Title} | {rule.Count():N0} |"));
        }
    }
}
