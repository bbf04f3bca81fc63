using Jobs.Faults.Running;

namespace Jobs.Faults.Peers;

/// <summary>tests/Jobs.Faults.Hangfire, built when first asked for.</summary>
internal static class HangfireBinary
{
    /// <returns>The program's path.</returns>
    public static async Task<string> GetAsync(CancellationToken ct)
    {
        var folder = Path.Combine(AotBinary.Repository, "artifacts", "faults", "hangfire");
        await DotNet.RunAsync(AotBinary.Repository, ct, "build", "tests/Jobs.Faults.Hangfire", "-c", "Release", "-o", folder, "--tl:off");
        return Path.Combine(folder, "hangfire-process");
    }
}
