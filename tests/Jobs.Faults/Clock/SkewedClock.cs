using System.Buffers.Binary;
using System.Diagnostics;
using Jobs.Faults.Running;

namespace Jobs.Faults.Clock;

/// <summary>The wall clock of one server, which can be put forward and back while it runs; its monotonic clock goes on as before, as with a step of NTP.</summary>
/// <remarks>libfaketime does not come up in a server built with jemalloc, which asks for the time before the library is ready; ours is twenty lines of C.</remarks>
internal sealed class SkewedClock : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    private SkewedClock(string library)
    {
        Write(TimeSpan.Zero);
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["LD_PRELOAD"] = library, ["JOBS_SKEW"] = file };
    }

    /// <summary>For the server's process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Compiles the library.</summary>
    public static async Task<SkewedClock> MakeAsync(CancellationToken ct)
    {
        var library = Path.Combine(AotBinary.Repository, "artifacts", "faults", "skew.so");
        var source = Path.Combine(AotBinary.Repository, "tests", "Jobs.Faults", "Clock", "skew.c");
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        using var compiler = Process.Start("cc", ["-shared", "-fPIC", "-O1", "-o", library, source]);
        await compiler.WaitForExitAsync(ct);
        return compiler.ExitCode == 0 ? new(library) : throw new InvalidOperationException($"cc could not compile {source}.");
    }

    /// <summary>From now on it is off by so much; whole seconds.</summary>
    public void Set(TimeSpan skew) => Write(skew);

    public void Dispose() => File.Delete(file);

    private void Write(TimeSpan skew)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)skew.TotalSeconds);
        using var to = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        to.Write(bytes);
    }
}
