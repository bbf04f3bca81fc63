using System.Diagnostics;

namespace Jobs.Faults.SlowLinks;

/// <summary>Bytes for a worker behind a slow link.</summary>
[Job("parcel", Retry = "none")]
internal sealed partial record Parcel(byte[] Content);

/// <summary>Counts what has arrived.</summary>
internal sealed class ParcelCounter
{
    private readonly TaskCompletionSource<long> first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int count;
    private long ticks;

    public int Count => Volatile.Read(ref count);

    /// <summary>How long a job took on average: on a busy machine a wait of some milliseconds takes longer.</summary>
    public TimeSpan JobTime => TimeSpan.FromTicks(Interlocked.Read(ref ticks) / Math.Max(1, Count));

    public void Add(TimeSpan took)
    {
        Interlocked.Add(ref ticks, took.Ticks);
        if (Interlocked.Increment(ref count) == 1)
        {
            first.SetResult(Stopwatch.GetTimestamp());
        }
    }

    /// <returns>When the first came, as a timestamp; null: none has in that time.</returns>
    public async Task<long?> FirstAsync(TimeSpan within, CancellationToken ct)
    {
        try
        {
            return await first.Task.WaitAsync(within, ct);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}

/// <summary>Takes its time, and counts.</summary>
[JobHandler]
internal sealed class ParcelHandler(ParcelCounter counter) : IJobHandler<Parcel>
{
    public async Task HandleAsync(Parcel job, JobContext context, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(SlowLinkCell.JobMs, cancellationToken);
        counter.Add(Stopwatch.GetElapsedTime(start));
    }
}
