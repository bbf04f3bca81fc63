using System.Diagnostics;

namespace Jobs.Faults.Running;

/// <summary>Runs the .NET SDK.</summary>
internal static class DotNet
{
    /// <param name="folder">Where.</param>
    /// <param name="ct">Ctrl-C.</param>
    /// <param name="arguments">As on the command line.</param>
    /// <returns>What it said.</returns>
    /// <exception cref="InvalidOperationException">It failed; with the errors it reported.</exception>
    public static async Task<string> RunAsync(string folder, CancellationToken ct, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1" },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(ct);
        var output = await process.StandardOutput.ReadToEndAsync(ct) + await error;
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed:\n" + string.Join('\n', output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct()));
    }
}
