using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Jobs.Benchmarks.Measuring;

/// <summary>Writes figures down as <c>benchmarks/RESULTS.md</c>, and reads the medians back for the guard.</summary>
internal static class Results
{
    /// <summary>Beside the sources, wherever the program was started.</summary>
    public static string Folder { get; } = FindFolder();

    public static string File { get; } = Path.Combine(Folder, "RESULTS.md");

    /// <summary>The machine, and what else it did a moment ago.</summary>
    public static string Conditions => string.Create(
        CultureInfo.InvariantCulture, $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}; load when the run ended: {LoadAverage()}");

    public static void Write(IReadOnlyList<Figure> figures, Setup setup, TimeSpan took)
    {
        var text = new StringBuilder();
        text.AppendLine("# Results");
        text.AppendLine();
        text.AppendLine("Written by `dotnet run -c Release --project benchmarks -- all`. Medians over all rounds, with the smallest and the largest; a percentile or a ratio of medians has one value.");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"* machine: {Conditions}");
        text.AppendLine(CultureInfo.InvariantCulture, $"* versions: .NET {Environment.Version}, Redis {setup.ServerVersion}, no append-only file; payloads of 100 bytes; took {took.TotalMinutes:N0} min");
        text.AppendLine();
        Table(text, "Goals", figures.Where(figure => figure.Goal is not null));
        text.AppendLine("![Throughput against backlog](plots/throughput-backlog.svg) ![Latency distribution](plots/latency-distribution.svg)");
        text.AppendLine();
        Table(text, "All", figures);
        System.IO.File.WriteAllText(File, text.ToString().ReplaceLineEndings("\n"));
    }

    /// <returns>Name and median of every figure.</returns>
    public static Dictionary<string, double> Read()
    {
        var medians = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in System.IO.File.ReadLines(File))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length > 3 && double.TryParse(cells[2], CultureInfo.InvariantCulture, out var median))
            {
                medians[cells[1]] = median;
            }
        }

        return medians;
    }

    private static void Table(StringBuilder text, string title, IEnumerable<Figure> figures)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"## {title}");
        text.AppendLine();
        text.AppendLine("| figure | median | unit | spread | goal | |");
        text.AppendLine("|---|---:|---|---|---|---|");
        foreach (var figure in figures)
        {
            var spread = figure.Values.Length > 1
                ? string.Create(CultureInfo.InvariantCulture, $"{figure.Values.Min():#,0.##} … {figure.Values.Max():#,0.##} (n={figure.Values.Length})")
                : "";
            var verdict = figure.Goal is not { } goal ? "" : goal.IsMet(figure.Median) ? "reached" : "**missed**";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {figure.Name} | {figure.Median:#,0.##} | {figure.Unit} | {spread} | {figure.Goal} | {verdict} |");
        }

        text.AppendLine();
    }

    private static string Processor() => System.IO.File.Exists("/proc/cpuinfo")
        ? System.IO.File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
        : RuntimeInformation.ProcessArchitecture.ToString();

    private static string LoadAverage() => System.IO.File.Exists("/proc/loadavg") ? System.IO.File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Jobs.Benchmarks.csproj")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"Jobs.Benchmarks.csproj is in none of the folders above {AppContext.BaseDirectory}.");
    }
}
