using System.Diagnostics;
using Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AotWorker;

/// <summary>What this process did, in a file of its own (<c>journal-PID.txt</c> in the folder of <c>--journal</c>): one line per start and
/// end, handed to the operating system at once, so that a kill loses none. Without a folder it only counts.</summary>
internal sealed class Journal(IConfiguration configuration, ILogger<Journal> log) : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream? file = Open(configuration["journal"]);
    private int started;

    /// <summary>How many jobs have begun in this process.</summary>
    public int Count => started;

    public void Started(SimulateWork job, JobContext context)
    {
        if (Interlocked.Increment(ref started) == 1)
        {
            log.LogFirstJob((DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds);
        }

        Write("start", job, context);
    }

    public void Ended(SimulateWork job, JobContext context) => Write("end", job, context);

    public void Dispose() => file?.Dispose();

    private void Write(string what, SimulateWork job, JobContext context)
    {
        if (file is null)
        {
            return;
        }

        // The clock that all processes of a machine share, so that their journals can be merged.
        var line = System.Text.Encoding.ASCII.GetBytes($"{what} {Stopwatch.GetTimestamp()} {job.Number} {context.Id} {context.FencingToken} {context.Attempt} {context.Recoveries}\n");
        lock (gate)
        {
            file.Write(line);
            file.Flush(flushToDisk: false);
        }
    }

    private static FileStream? Open(string? folder) => string.IsNullOrEmpty(folder)
        ? null
        : new FileStream(Path.Combine(Directory.CreateDirectory(folder).FullName, $"journal-{Environment.ProcessId}.txt"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
}

/// <summary>The sample's own log lines.</summary>
internal static partial class SampleLog
{
    [LoggerMessage(1, LogLevel.Information, "First job {Milliseconds:N0} ms after the process started")]
    public static partial void LogFirstJob(this ILogger log, double milliseconds);

    [LoggerMessage(2, LogLevel.Information, "{Count} jobs enqueued in {Seconds:N2} s")]
    public static partial void LogEnqueued(this ILogger log, int count, double seconds);
}
