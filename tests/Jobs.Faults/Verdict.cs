using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Jobs.Faults.Running;

namespace Jobs.Faults;

/// <summary>One number a scenario found.</summary>
internal sealed record Figure(string Name, string Value);

/// <summary>How one run of a scenario ended: kept as <c>artifacts/faults/verdicts/SCENARIO-SEED.json</c>.</summary>
/// <param name="Scenario">Which.</param>
/// <param name="Seed">With which seed.</param>
/// <param name="Passed">All that is required held.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Processors">On how many processors.</param>
/// <param name="At">When it ended.</param>
/// <param name="Figures">What it found.</param>
/// <param name="Failures">What did not hold.</param>
internal sealed record Verdict(
    string Scenario, int Seed, bool Passed, double Seconds, int Processors, DateTimeOffset At, IReadOnlyList<Figure> Figures, IReadOnlyList<string> Failures)
{
    private static string Folder => Path.Combine(AotBinary.Repository, "artifacts", "faults", "verdicts");

    public void Write()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, $"{Scenario}-{Seed}.json"), JsonSerializer.Serialize(this, VerdictJson.Default.Verdict));
    }

    /// <summary>All runs of a scenario, as the table of <c>docs/guarantees.md</c>: one column per seed.</summary>
    public static string TableOf(string scenario)
    {
        var runs = Directory.Exists(Folder)
            ? Directory.EnumerateFiles(Folder, scenario + "-*.json")
                .Select(file => JsonSerializer.Deserialize(File.ReadAllText(file), VerdictJson.Default.Verdict)!)
                .OrderBy(run => run.Seed).ToList()
            : [];
        if (runs.Count == 0)
        {
            return $"There is no verdict of '{scenario}' yet.";
        }

        var names = runs.SelectMany(run => run.Figures).Select(figure => figure.Name).Distinct();
        return string.Join('\n',
        [
            Row("seed", run => run.Seed.ToString(CultureInfo.InvariantCulture)),
            "|---|" + string.Concat(runs.Select(_ => "---|")),
            Row("verdict", run => run.Passed ? "pass" : "fail"),
            Row("time", run => $"{run.Seconds} s on {run.Processors} processors"),
            .. names.Select(name => Row(name, run => run.Figures.FirstOrDefault(figure => figure.Name == name)?.Value ?? "")),
        ]);

        string Row(string name, Func<Verdict, string> value) => $"| {name} | {string.Join(" | ", runs.Select(value))} |";
    }
}

[JsonSerializable(typeof(Verdict))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class VerdictJson : JsonSerializerContext;
