using System.Collections.Concurrent;
using System.Diagnostics;
using Jobs;

namespace Quickstart;

/// <summary>What this run saw: when each job was enqueued, first started and ended.</summary>
internal sealed class RunRecord : IJobHooks
{
    private readonly ConcurrentDictionary<JobId, long> enqueued = [];
    private readonly ConcurrentDictionary<JobId, long> started = [];
    private readonly ConcurrentDictionary<JobId, JobState> ended = [];
    private readonly TaskCompletionSource allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int expected = -1;
    private int retries;

    public int Ended => ended.Count;

    public int Retries => retries;

    /// <summary>Completes when as many jobs have ended as were expected.</summary>
    public Task AllEnded => allEnded.Task;

    public void Enqueued(JobId id) => enqueued[id] = Stopwatch.GetTimestamp();

    public void Started(JobId id) => started.TryAdd(id, Stopwatch.GetTimestamp());

    public void Expect(int jobs)
    {
        expected = jobs;
        Check();
    }

    public int Count(JobState state) => ended.Values.Count(end => end == state);

    /// <summary>From the call of enqueue to the first line of the handler.</summary>
    public TimeSpan? WaitOf(JobId id) =>
        enqueued.TryGetValue(id, out var from) && started.TryGetValue(id, out var to) ? Stopwatch.GetElapsedTime(from, to) : null;

    public ValueTask OnCompletedAsync(JobContext context, CancellationToken cancellationToken) => End(context, JobState.Completed);

    public ValueTask OnDeadAsync(JobContext context, Exception error, CancellationToken cancellationToken) => End(context, JobState.Dead);

    public ValueTask OnRetryAsync(JobContext context, Exception error, TimeSpan retryIn, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref retries);
        return ValueTask.CompletedTask;
    }

    private ValueTask End(JobContext context, JobState state)
    {
        ended[context.Id] = state;
        Check();
        return ValueTask.CompletedTask;
    }

    private void Check()
    {
        if (expected >= 0 && ended.Count >= expected)
        {
            allEnded.TrySetResult();
        }
    }
}
