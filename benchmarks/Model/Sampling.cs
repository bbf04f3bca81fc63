using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Jobs.TestServers;

namespace Jobs.Benchmarks.Model;

/// <summary>Where this process spends its processor time, sampled by Linux <c>perf</c> with the stacks of compiled methods.</summary>
/// <remarks>The process must have been started with <see cref="Environment"/>.</remarks>
internal sealed class Sampling : IAsyncDisposable
{
    private const int PerSecond = 1999; // no multiple of anything periodic
    private readonly string file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"jobs-profile-{System.Environment.ProcessId}.data"));
    private readonly Process process;

    private Sampling() => process = Start("record", "-q", "-e", "cpu-clock", "-F", PerSecond.ToString(CultureInfo.InvariantCulture), "-g", "-p", System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture), "-o", file);

    /// <summary>Names for compiled methods, at addresses that <c>perf</c> recognizes as their own.</summary>
    public static (string Name, string Value)[] Environment { get; } = [("DOTNET_PerfMapEnabled", "1"), ("DOTNET_EnableWriteXorExecute", "0")];

    public static bool IsPrepared => System.Environment.GetEnvironmentVariable(Environment[0].Name) == Environment[0].Value;

    /// <returns>Null: there is no <c>perf</c>, or it may not.</returns>
    public static async Task<Sampling?> StartAsync()
    {
        try
        {
            var sampling = new Sampling();
            await Task.Delay(500); // until it samples
            return sampling.process.HasExited ? null : sampling;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <returns>The stack of every sample: the innermost method first.</returns>
    public async Task<List<string[]>> EndAsync()
    {
        Signals.Terminate(process);
        await process.WaitForExitAsync();
        using var script = Start("script", "-i", file, "-F", "comm,ip,sym,dso");
        var (samples, stack) = (new List<string[]>(), new List<string>());
        while (await script.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
            {
                stack.Add(line.Trim());
            }
            else if (stack.Count > 0)
            {
                samples.Add([.. stack.Skip(1)]); // the first is the thread's name
                stack.Clear();
            }
        }

        return samples;
    }

    public ValueTask DisposeAsync()
    {
        process.Dispose();
        File.Delete(file);
        return default;
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("perf", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
