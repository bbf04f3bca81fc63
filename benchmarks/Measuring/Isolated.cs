using System.Diagnostics;
using System.Text.Json;

namespace Jobs.Benchmarks.Measuring;

/// <summary>Runs a case in a process of its own: what another case has compiled, allocated or switched on for the whole process (a worker
/// gives connections threads of their own) is not measured with it.</summary>
internal static class Isolated
{
    /// <exception cref="InvalidOperationException">The case failed; it has said why.</exception>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string name, string redis, bool quick)
    {
        string[] arguments = [name, "--json", "--redis", redis, .. quick ? ["--quick"] : Array.Empty<string>()];
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 && JsonSerializer.Deserialize<Figure[]>(text) is { } figures ? figures : throw new InvalidOperationException($"Case {name} failed.");
    }
}
