using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Jobs.Faults.Running;

/// <summary>samples/AotWorker, published native to <c>artifacts/faults</c> when first asked for.</summary>
internal sealed class AotBinary
{
    private string? published;

    /// <summary>The folder of Jobs.sln.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>What the last publish said.</summary>
    public string Output { get; private set; } = "";

    /// <summary>The IL that was compiled: the worker's own and that of the packages it is made of.</summary>
    public static string IlFolder => Path.Combine(Repository, "samples", "AotWorker", "bin", "Release", "net10.0", Rid);

    private static string Rid => RuntimeInformation.RuntimeIdentifier is "linux-arm64" ? "linux-arm64" : "linux-x64";

    /// <returns>The program's path.</returns>
    public async Task<string> GetAsync(CancellationToken ct) => published ??= await PublishAsync(ct);

    /// <summary>Compiles it anew, so that every warning is said again.</summary>
    /// <returns>The program's path.</returns>
    public async Task<string> GetAnewAsync(CancellationToken ct)
    {
        var native = Path.Combine(Repository, "samples", "AotWorker", "obj", "Release", "net10.0", Rid, "native");
        if (Directory.Exists(native))
        {
            Directory.Delete(native, recursive: true);
        }

        return published = await PublishAsync(ct);
    }

    private async Task<string> PublishAsync(CancellationToken ct)
    {
        var folder = Path.Combine(Repository, "artifacts", "faults", "aot-worker");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1" },
        };
        foreach (var argument in (string[])["publish", "samples/AotWorker", "-c", "Release", "-r", Rid, "-o", folder, "-p:TrimmerSingleWarn=false", "--tl:off"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(ct);
        Output = await process.StandardOutput.ReadToEndAsync(ct) + await error;
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0
            ? Path.Combine(folder, "AotWorker")
            : throw new InvalidOperationException("dotnet publish samples/AotWorker failed:\n" + string.Join('\n', Output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct()));
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Jobs.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"Jobs.sln is in none of the folders above {AppContext.BaseDirectory}.");
    }
}
