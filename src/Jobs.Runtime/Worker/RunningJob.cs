using Jobs.Store;

namespace Jobs.Worker;

/// <summary>A job that occupies a slot, from the start of its run until its handler has returned.</summary>
/// <remarks>Is the source of its handler's token, which spares every job an object. Never disposed nor used for another job: a handler may
/// keep its token for longer than it runs. <see cref="Cancel(StopReason)"/> alone cancels it.</remarks>
internal sealed class RunningJob(TakenJob job, QueuePump pump) : CancellationTokenSource
{
    private volatile StopReason stop;
    private bool reported;
    private volatile bool told;
    private volatile bool abandoned;
    private volatile bool cancelled;
    private bool judged;
    private volatile object? stage; // in one field, since there is one for each job

    public TakenJob Job { get; } = job;

    public QueuePump Pump { get; } = pump;

    /// <summary>Neighbours in <see cref="Slots"/>.</summary>
    public RunningJob? Previous { get; set; }

    public RunningJob? Next { get; set; }

    /// <summary>Why its token was cancelled; the first reason stays.</summary>
    public StopReason Stop => stop;

    /// <summary>Somebody cancelled the job, for whatever reason its token had been cancelled before.</summary>
    public bool IsCancelled => cancelled;

    /// <summary>The attempt, from the time the job has been read until its end is decided.</summary>
    public Attempt? Attempt
    {
        get => stage as Attempt;
        set => stage = value;
    }

    /// <summary>How it ends, while something of the application is told before that is stored.</summary>
    public Outcome? Decided
    {
        get => stage as Outcome?;
        set => stage = value;
    }

    /// <summary>True for the first who decides how it ends: its handler, or a stop that waits for it no longer.</summary>
    public bool TryJudge() => !Interlocked.Exchange(ref judged, true);

    /// <summary>When its token was cancelled, as a timestamp of the worker's clock; 0: a moment ago.</summary>
    public long StoppedAt { get; private set; }

    /// <summary>True for the first who reports it as ignoring its token.</summary>
    public bool TryReport() => !Interlocked.Exchange(ref reported, true);

    /// <summary>Given back, or lost with its session, while its handler still ran: whatever it ends with is not told any more.</summary>
    public bool Abandoned => abandoned;

    /// <summary>Its outcome is still to be told.</summary>
    public bool IsOpen => !told && !abandoned;

    /// <summary>Notes that its outcome is told. Under the lock of its pump, as <see cref="Abandon"/>: one of the two comes first.</summary>
    /// <returns>False: it has been told or abandoned before.</returns>
    public bool Tell()
    {
        var first = IsOpen;
        told |= first;
        return first;
    }

    /// <summary>Notes that its outcome is not to be told any more.</summary>
    /// <returns>False: it has been told or abandoned before.</returns>
    public bool Abandon()
    {
        var first = IsOpen;
        abandoned |= first;
        return first;
    }

    /// <summary>Cancels the token, once.</summary>
    public void Cancel(StopReason reason)
    {
        if (reason == StopReason.Cancelled)
        {
            cancelled = true;
        }

        if (Interlocked.CompareExchange(ref stop, reason, StopReason.None) == StopReason.None)
        {
            StoppedAt = Pump.Time.GetTimestamp();

            // On another thread: a handler's callbacks must not hold up the pump, a timer or the shutdown.
            _ = CancelAsync().ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }
}

/// <summary>Why a running job was asked to stop.</summary>
internal enum StopReason : byte
{
    None,

    /// <summary>Its time for one attempt is over.</summary>
    Timeout,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,

    /// <summary>The worker's shutdown time has run out.</summary>
    Shutdown,

    /// <summary>Its session was recovered: the job belongs to somebody else.</summary>
    SessionLost,
}
