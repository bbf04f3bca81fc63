using System.Reflection;
using System.Runtime.CompilerServices;

namespace Jobs.Generators.Tests.Support;

/// <summary>Compares generated files with the <c>Snapshots/{class}.{test}#{file}.verified.cs</c> checked in beside the tests.</summary>
/// <remarks>On a difference the file as it is now is written next to it as <c>.received.cs</c>: look at both, and if the new one is right,
/// rename it. With <c>ACCEPT_SNAPSHOTS=1</c> in the environment that is done at once.</remarks>
internal static class Snapshot
{
    private static readonly string Folder = Path.Combine(
        typeof(Snapshot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "ProjectDirectory").Value!, "Snapshots");

    private static readonly bool Accept = Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1";

    public static void Matches(GeneratorRun run, [CallerFilePath] string file = "", [CallerMemberName] string test = "") => Matches(run, [.. run.FileNames], file, test);

    /// <param name="run">What was generated.</param>
    /// <param name="files">Those to compare.</param>
    /// <param name="file">The class of the test.</param>
    /// <param name="test">The test.</param>
    public static void Matches(GeneratorRun run, string[] files, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        var prefix = $"{Path.GetFileNameWithoutExtension(file)}.{test}#";
        var problems = new List<string>();
        foreach (var generated in run.Files.Where(f => files.Contains(f.HintName)))
        {
            var name = prefix + generated.HintName[..^".cs".Length];
            var text = generated.SourceText.ToString();
            var verified = Path.Combine(Folder, name + ".verified.cs");
            var received = Path.Combine(Folder, name + ".received.cs");
            if (File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == text)
            {
                File.Delete(received);
                continue;
            }

            File.WriteAllText(Accept ? verified : received, text);
            problems.Add($"{name} is not as verified: compare it with {received}");
        }

        var expected = files.Select(n => $"{prefix}{n[..^".cs".Length]}.verified.cs").ToHashSet(StringComparer.Ordinal);
        problems.AddRange(Directory.EnumerateFiles(Folder, prefix + "*.verified.cs").Select(Path.GetFileName).Where(f => !expected.Contains(f!))
            .Select(static f => $"{f} is not generated any more: delete it"));
        Assert.True(Accept || problems.Count == 0, string.Join(Environment.NewLine, problems));
    }
}
