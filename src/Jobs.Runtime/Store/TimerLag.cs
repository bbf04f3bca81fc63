using System.Globalization;

namespace Jobs.Store;

/// <summary>Whether this process got time to run when it wanted to. Where it did not (its thread pool is taken by callers that block, or it stood still),
/// an answer of Redis that nobody came to read is no fault of Redis.</summary>
internal sealed class TimerLag(TimeProvider time)
{
    private static readonly TimeSpan Worth = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private TimeSpan lag;
    private long noted;

    /// <param name="late">By how much something ran later than it was due.</param>
    public void Note(TimeSpan late)
    {
        if (late < Worth)
        {
            return;
        }

        lock (gate)
        {
            (lag, noted) = (late, time.GetTimestamp());
        }
    }

    /// <param name="within">How far back it still explains a wait.</param>
    /// <returns>A clause with what to do about it; null: it got its time.</returns>
    public string? Describe(TimeSpan within)
    {
        lock (gate)
        {
            return lag == TimeSpan.Zero || time.GetElapsedTime(noted) > within ? null : string.Create(
                CultureInfo.InvariantCulture,
                $"this process did not get to it: a timer ran {lag.TotalSeconds:0.#} s late, with {ThreadPool.ThreadCount} pool threads and {ThreadPool.PendingWorkItemCount} work items that wait for one. Await calls instead of blocking on them (.Result, .Wait(), .GetAwaiter().GetResult())");
        }
    }
}
