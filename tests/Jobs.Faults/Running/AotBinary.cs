using System.Runtime.InteropServices;

namespace Jobs.Faults.Running;

/// <summary>samples/AotWorker, published native to <c>artifacts/faults</c> when first asked for.</summary>
internal sealed class AotBinary : IBinary
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
        Output = await DotNet.RunAsync(Repository, ct, "publish", "samples/AotWorker", "-c", "Release", "-r", Rid, "-o", folder, "-p:TrimmerSingleWarn=false", "--tl:off");
        return Path.Combine(folder, "AotWorker");
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
