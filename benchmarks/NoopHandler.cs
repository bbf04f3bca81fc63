using System.Diagnostics;

namespace Jobs.Benchmarks;

/// <summary>Counts down, and notes when each job began.</summary>
[JobHandler]
internal sealed class NoopHandler : IJobHandler<Noop>
{
    private static int expected;
    private static int left;
    private static long firstAt;
    private static long startedAt;
    private static TaskCompletionSource done = new();

    /// <summary>From the first of the expected jobs to the last.</summary>
    public static TimeSpan Elapsed => Stopwatch.GetElapsedTime(firstAt, startedAt);

    /// <summary>When the last of the expected jobs began.</summary>
    public static long StartedAt => startedAt;

    /// <summary>Ends when so many jobs have begun.</summary>
    public static Task Expect(int jobs)
    {
        done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        expected = jobs;
        Volatile.Write(ref left, jobs);
        return done.Task;
    }

    public Task HandleAsync(Noop job, JobContext context, CancellationToken cancellationToken)
    {
        var remaining = Interlocked.Decrement(ref left);
        if (remaining == expected - 1)
        {
            Volatile.Write(ref firstAt, Stopwatch.GetTimestamp());
        }

        if (remaining == 0)
        {
            Volatile.Write(ref startedAt, Stopwatch.GetTimestamp());
            done.TrySetResult();
        }

        return Task.CompletedTask;
    }
}
