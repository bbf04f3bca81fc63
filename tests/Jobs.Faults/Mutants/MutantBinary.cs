using Jobs.Faults.Running;

namespace Jobs.Faults.Mutants;

/// <summary>samples/AotWorker over a changed copy of the sources, so that the shipped code needs no switch that could take a guarantee out.</summary>
internal sealed class MutantBinary(Mutant mutant) : IBinary
{
    private static readonly string[] Sources =
    [
        "src", "samples/AotWorker", "samples/Directory.Build.props", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props",
        "global.json", ".editorconfig",
    ];

    private string? built;

    public async Task<string> GetAsync(CancellationToken ct) => built ??= await BuildAsync(ct);

    private async Task<string> BuildAsync(CancellationToken ct)
    {
        var copy = Path.Combine(AotBinary.Repository, "artifacts", "faults", "mutant");
        foreach (var source in Sources)
        {
            Copy(Path.Combine(AotBinary.Repository, source), Path.Combine(copy, source));
        }

        foreach (var edit in mutant.Edits)
        {
            var file = Path.Combine(copy, edit.File);
            var text = await File.ReadAllTextAsync(file, ct);
            var mutated = edit.Apply(text)
                ?? throw new InvalidOperationException($"Mutant '{mutant.Name}': {edit.File} does not hold '{edit.Find}' any more. Take the guarantee out where it is now.");
            await File.WriteAllTextAsync(file, mutated, ct);
        }

        var output = Path.Combine(copy, "out");
        await DotNet.RunAsync(copy, ct, "build", "samples/AotWorker", "-c", "Release", "-o", output, "-p:TreatWarningsAsErrors=false", "--tl:off");
        return Path.Combine(output, "AotWorker");
    }

    /// <summary>What has not changed keeps its time, so that only the mutated project is compiled again.</summary>
    private static void Copy(string from, string to)
    {
        if (Directory.Exists(from))
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(from).Where(entry => Path.GetFileName(entry) is not ("bin" or "obj")))
            {
                Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
            }
        }
        else if (!File.Exists(to) || File.ReadAllText(from) != File.ReadAllText(to))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to, overwrite: true);
            File.SetLastWriteTimeUtc(to, DateTime.UtcNow);
        }
    }
}
