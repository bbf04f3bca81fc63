using System.Threading.Tasks.Sources;

namespace Jobs.Client;

/// <summary>One caller's wait for its job to be stored. Used again and again: an awaited enqueue allocates nothing here.</summary>
/// <remarks>Held by the caller, who lets go by taking the result, and by the batch, which lets go when the job's fate is decided and told.
/// Only the last to let go gives it back to the pool.</remarks>
internal sealed class EnqueueItem(EnqueueItemPool pool) : IValueTaskSource<JobHandle>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<JobHandle> core;
    private CancellationTokenRegistration cancellation;
    private int holders;
    private int decided;
    private bool alreadyStored;
    private string queue = "";
    private Exception? error;

    public JobId Id { get; private set; }

    public JobDefinition Definition { get; private set; } = null!;

    /// <summary>As <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long Deadline { get; private set; }

    /// <summary>Its caller has been told, or is about to be: stored, failed, cancelled or too late.</summary>
    public bool IsDecided => Volatile.Read(ref decided) != 0;

    /// <param name="id">The job.</param>
    /// <param name="definition">What it is.</param>
    /// <param name="queueName">Where it goes.</param>
    /// <param name="deadline">When the caller stops waiting.</param>
    public void Begin(JobId id, JobDefinition definition, string queueName, long deadline)
    {
        Id = id;
        Definition = definition;
        queue = queueName;
        Deadline = deadline;
        decided = 0;
        holders = 2;
    }

    /// <summary>What the caller awaits. Called once, before anybody can decide and recycle the item.</summary>
    public ValueTask<JobHandle> AsValueTask() => new(this, core.Version);

    public void CancelWith(CancellationToken token)
    {
        if (token.CanBeCanceled)
        {
            cancellation = token.UnsafeRegister(static (item, cancelled) => ((EnqueueItem)item!).Give(new OperationCanceledException(cancelled)), this);
        }
    }

    /// <summary>The batch says: stored. The caller is told by <see cref="Execute"/>.</summary>
    /// <param name="before">Another call had stored the id already.</param>
    /// <returns>False: the caller had been told something else before.</returns>
    public bool TryStore(bool before)
    {
        if (Interlocked.Exchange(ref decided, 1) != 0)
        {
            LetGo();
            return false;
        }

        alreadyStored = before;
        return true;
    }

    /// <summary>It was never put into a batch: nobody will decide it.</summary>
    public void Drop() => cancellation.Dispose();

    /// <summary>The batch gives up on it.</summary>
    public void Fail(Exception why)
    {
        Give(why);
        LetGo();
    }

    /// <summary>Tells the caller while the batch still holds the item: cancelled, or too late.</summary>
    public void Give(Exception why)
    {
        if (Interlocked.Exchange(ref decided, 1) == 0)
        {
            error = why;
            Interlocked.Increment(ref holders);
            Tell();
        }
    }

    /// <summary>Has the pool run the caller's continuation, so that no caller holds up another.</summary>
    public void Tell() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Runs the caller's continuation here and now.</summary>
    public void Execute()
    {
        if (error is null)
        {
            core.SetResult(new JobHandle(Id, queue, alreadyStored));
        }
        else
        {
            core.SetException(error);
        }

        LetGo();
    }

    JobHandle IValueTaskSource<JobHandle>.GetResult(short token)
    {
        var valid = token == core.Version;
        try
        {
            return core.GetResult(token);
        }
        finally
        {
            if (valid)
            {
                cancellation.Dispose(); // waits for a callback that runs right now: it must not meet the item's next use
                LetGo();
            }
        }
    }

    ValueTaskSourceStatus IValueTaskSource<JobHandle>.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource<JobHandle>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, token, flags);

    /// <summary>Caller and batch each do this once; the last one gives the item back.</summary>
    public void LetGo()
    {
        if (Interlocked.Decrement(ref holders) == 0)
        {
            core.Reset();
            cancellation = default;
            error = null;
            alreadyStored = false;
            pool.Return(this);
        }
    }
}
