using System.Diagnostics;
using Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AotWorker;

/// <summary>What this process did, in files of its own in the folder of <c>--journal</c>: what it ran in <c>journal-PID.txt</c>, what it
/// enqueued in <c>enqueued-PID.txt</c>. Each line is handed to the operating system at once, so that a kill loses none. Without a folder it only counts.</summary>
internal sealed class Journal(IConfiguration configuration, ILogger<Journal> log) : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream? runs = Open(configuration["journal"], "journal");
    private readonly FileStream? enqueues = configuration["enqueue"] is null ? null : Open(configuration["journal"], "enqueued");
    private int started;

    /// <summary>How many jobs have begun in this process.</summary>
    public int Count => started;

    public void Started(int number, JobContext context)
    {
        if (Interlocked.Increment(ref started) == 1)
        {
            log.LogFirstJob((DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds);
        }

        Write("start", number, context);
    }

    /// <summary>It is through.</summary>
    public void Ended(int number, JobContext context) => Write("end", number, context);

    /// <summary>It is about to fail.</summary>
    public void Failed(int number, JobContext context) => Write("fail", number, context);

    /// <summary>It was asked to stop, and does.</summary>
    public void Stopped(int number, JobContext context) => Write("stop", number, context);

    /// <param name="what"><c>ask</c>: about to be enqueued; <c>stored</c>, <c>not-stored</c> or <c>unknown</c>: what the client said.</param>
    /// <param name="id">The job.</param>
    public void Enqueued(string what, JobId id)
    {
        // The clock that all processes of a machine share, so that their journals can be merged.
        if (enqueues is not null)
        {
            Write(enqueues, $"{what} {Stopwatch.GetTimestamp()} {id}\n");
        }
    }

    public void Dispose()
    {
        runs?.Dispose();
        enqueues?.Dispose();
    }

    private void Write(string what, int number, JobContext context)
    {
        if (runs is not null)
        {
            Write(runs, $"{what} {Stopwatch.GetTimestamp()} {number} {context.Id} {context.FencingToken} {context.Attempt} {context.Recoveries}\n");
        }
    }

    private void Write(FileStream file, string line)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(line);
        lock (gate)
        {
            file.Write(bytes);
            file.Flush(flushToDisk: false);
        }
    }

    private static FileStream? Open(string? folder, string name) => string.IsNullOrEmpty(folder)
        ? null
        : new FileStream(Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}-{Environment.ProcessId}.txt"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
}

/// <summary>The sample's own log lines.</summary>
internal static partial class SampleLog
{
    [LoggerMessage(1, LogLevel.Information, "First job {Milliseconds:N0} ms after the process started")]
    public static partial void LogFirstJob(this ILogger log, double milliseconds);

    [LoggerMessage(3, LogLevel.Information, "All threads stood still for up to {Milliseconds:N0} ms for a garbage collection")]
    public static partial void LogPauses(this ILogger log, double milliseconds);

    [LoggerMessage(4, LogLevel.Information, "All of memory was collected; {Megabytes:N1} MB of objects are held")]
    public static partial void LogHeld(this ILogger log, double megabytes);

    [LoggerMessage(2, LogLevel.Information, "{Count} jobs enqueued in {Seconds:N2} s")]
    public static partial void LogEnqueued(this ILogger log, int count, double seconds);
}
