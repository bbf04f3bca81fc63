using System.Diagnostics;
using Hangfire;

namespace Jobs.Benchmarks.Peers;

/// <summary>The same work as the others do, as Hangfire's own documentation would write it.</summary>
public static class Contest
{
    private const int Workers = 20;
    private static readonly string Text = new('x', 92);
    private static int expected;
    private static int left;
    private static long firstAt;
    private static long lastAt;
    private static TaskCompletionSource done = new();

    public static async Task<double> DrainAsync(int jobs)
    {
        Enqueue(jobs, callers: 32);
        expected = left = jobs;
        done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = Workers });
        await done.Task;
        return jobs / Stopwatch.GetElapsedTime(firstAt, lastAt).TotalSeconds;
    }

    public static double Enqueue(int jobs, int callers)
    {
        var clock = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, callers).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < jobs / callers; i++)
            {
                BackgroundJob.Enqueue(() => Noop(Text));
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        for (var i = jobs / callers * callers; i < jobs; i++)
        {
            BackgroundJob.Enqueue(() => Noop(Text));
        }

        return jobs / clock.Elapsed.TotalSeconds;
    }

    /// <summary>The job.</summary>
    public static void Noop(string text)
    {
        var remaining = Interlocked.Decrement(ref left);
        if (remaining == expected - 1)
        {
            firstAt = Stopwatch.GetTimestamp();
        }

        if (remaining == 0)
        {
            lastAt = Stopwatch.GetTimestamp();
            done.TrySetResult();
        }
    }
}
