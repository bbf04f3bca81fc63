using System.Diagnostics;

namespace Jobs.Faults.SlowLinks;

/// <summary>Bytes for a worker behind a slow link.</summary>
[Job("parcel", Retry = "none")]
internal sealed partial record Parcel(byte[] Content);

/// <summary>Counts what has arrived.</summary>
internal sealed class ParcelCounter
{
    private int count;
    private long first;

    public int Count => Volatile.Read(ref count);

    /// <summary>When the first came, as a timestamp; 0: none has.</summary>
    public long First => Volatile.Read(ref first);

    public void Add()
    {
        Interlocked.CompareExchange(ref first, Stopwatch.GetTimestamp(), 0);
        Interlocked.Increment(ref count);
    }
}

/// <summary>Takes its time, and counts.</summary>
[JobHandler]
internal sealed class ParcelHandler(ParcelCounter counter) : IJobHandler<Parcel>
{
    public async Task HandleAsync(Parcel job, JobContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(SlowLinkCell.JobMs, cancellationToken);
        counter.Add();
    }
}
