using System.Diagnostics;

namespace Jobs.Benchmarks;

/// <summary>Counts down, and notes when each job began.</summary>
[JobHandler]
internal sealed class NoopHandler : IJobHandler<Noop>
{
    private static int left;
    private static long startedAt;
    private static TaskCompletionSource done = new();

    /// <summary>When the last of the expected jobs began.</summary>
    public static long StartedAt => startedAt;

    /// <summary>Ends when so many jobs have begun.</summary>
    public static Task Expect(int jobs)
    {
        done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref left, jobs);
        return done.Task;
    }

    public Task HandleAsync(Noop job, JobContext context, CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref left) == 0)
        {
            startedAt = Stopwatch.GetTimestamp();
            done.TrySetResult();
        }

        return Task.CompletedTask;
    }
}
