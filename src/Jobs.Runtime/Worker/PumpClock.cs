namespace Jobs.Worker;

/// <summary>When a pump with nothing to do looks again without having been woken. Whether jobs wait in its queue is seen by <see cref="QueueUpkeep"/>.</summary>
internal sealed class PumpClock : IDisposable
{
    private readonly WorkerServices worker;
    private readonly ITimer timer;
    private long? lookAt; // when Redis said to look again, as a timestamp

    /// <param name="worker">Its clock, its poll interval.</param>
    /// <param name="ring">Called when it is time.</param>
    public PumpClock(WorkerServices worker, Action ring)
    {
        this.worker = worker;
        timer = worker.Time.CreateTimer(static ring => ((Action)ring!)(), ring, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the last turn said of the next due job.</summary>
    /// <param name="nextIn">Null: another session watches, or there is none.</param>
    public void Told(TimeSpan? nextIn)
    {
        var now = worker.Time.GetTimestamp();
        if (nextIn is { } wait)
        {
            lookAt = now + Ticks(wait);
        }
        else if (lookAt <= now)
        {
            lookAt = null;
        }
    }

    /// <summary>Rings at the time Redis named, at the end of patience, or at the next poll: whatever comes first.</summary>
    /// <param name="patience">How long jobs that found no slot may wait on; null: there are none.</param>
    /// <param name="poll">The session holds jobs: a cancellation of one may have been told in vain.</param>
    public void Set(TimeSpan? patience, bool poll)
    {
        var wait = poll ? worker.Options.PollInterval * (0.75 + (worker.Jitter() / 4)) : TimeSpan.MaxValue; // spread, so that workers do not knock together
        if (lookAt is { } look)
        {
            wait = Earlier(wait, worker.Time.GetElapsedTime(worker.Time.GetTimestamp(), look));
        }

        wait = patience is { } end ? Earlier(wait, end) : wait;
        timer.Change(wait == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public long Ticks(TimeSpan time) => (long)(time.TotalSeconds * worker.Time.TimestampFrequency);

    public void Dispose() => timer.Dispose();

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
