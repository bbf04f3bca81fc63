namespace Jobs.Client;

/// <summary>The wait of one caller for many jobs, which go as several batches.</summary>
internal sealed class BulkCall(TimeProvider time, TimeSpan timeout)
{
    private readonly List<BulkBatch> parts = [];
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long progress = time.GetTimestamp();
    private int open;
    private volatile bool over;

    public IReadOnlyList<BulkBatch> Parts => parts;

    /// <summary>Ends when every part has ended, or nothing has been stored for the whole timeout.</summary>
    public Task Completion => done.Task;

    /// <summary>A part is lost or the caller has left: nothing more is sent.</summary>
    public bool IsOver => over;

    public Exception? Error { get; private set; }

    /// <param name="first">The place of its first job among all of them.</param>
    public BulkBatch NewPart(int first)
    {
        var part = new BulkBatch(this, first);
        parts.Add(part);
        open++;
        return part;
    }

    public bool IsLate(long now) => time.GetElapsedTime(Volatile.Read(ref progress), now) >= timeout;

    public void Progressed() => Volatile.Write(ref progress, time.GetTimestamp());

    public void Lose(Exception? error)
    {
        Error ??= error;
        over = true;
    }

    /// <summary>Ends the wait now; from here on no part is sent any more, so what is not sent yet is truly not stored.</summary>
    public void GiveUp(Exception? error)
    {
        Lose(error);
        done.TrySetResult();
    }

    public void PartEnded()
    {
        if (Interlocked.Decrement(ref open) == 0)
        {
            done.TrySetResult();
        }
    }
}
