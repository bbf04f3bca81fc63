using System.Diagnostics;

namespace Jobs.Benchmarks;

/// <summary>Counts the jobs of a round down, and notes when the first and the last of them began.</summary>
internal static class Countdown
{
    private static int expected;
    private static int left;
    private static long firstAt;
    private static long lastAt;
    private static long firstBytes;
    private static long lastBytes;
    private static TaskCompletionSource done = new();

    /// <summary>From the first of the expected jobs to the last.</summary>
    public static TimeSpan Elapsed => Stopwatch.GetElapsedTime(firstAt, lastAt);

    /// <summary>What the process allocated from the first of the expected jobs to the last.</summary>
    public static long Allocated => lastBytes - firstBytes;

    /// <summary>When the last of the expected jobs began.</summary>
    public static long StartedAt => lastAt;

    /// <summary>Ends when so many jobs have begun.</summary>
    public static Task Expect(int jobs)
    {
        done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        expected = jobs;
        Volatile.Write(ref left, jobs);
        return done.Task;
    }

    /// <summary>A job has begun.</summary>
    public static Task OneAsync()
    {
        var remaining = Interlocked.Decrement(ref left);
        if (remaining == expected - 1)
        {
            Volatile.Write(ref firstAt, Stopwatch.GetTimestamp());
            Volatile.Write(ref firstBytes, GC.GetTotalAllocatedBytes());
        }

        if (remaining == 0)
        {
            Volatile.Write(ref lastAt, Stopwatch.GetTimestamp());
            Volatile.Write(ref lastBytes, GC.GetTotalAllocatedBytes());
            done.TrySetResult();
        }

        return Task.CompletedTask;
    }
}
