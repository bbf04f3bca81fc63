using Jobs.Store;

namespace Jobs.Worker;

/// <summary>One session of a worker in one queue: its name, the numbers of its calls, its wake-up channel.</summary>
internal sealed class PumpSession(WorkerServices worker, QueuePump pump, int generation)
{
    private readonly IListening wakeUps = worker.Messages.OfSession(pump.Queue.Queue, NameOf(worker, generation), pump.Wake);
    private readonly RenewalStreak renewals = new(worker.Time, worker.Options.SessionLength);
    private volatile bool lost;
    private long calls;
    private long aliveAt;
    private long restsAfter = -1;
    private int unrenewed; // renewals that failed in a row

    public int Generation { get; } = generation;

    public string Id { get; } = NameOf(worker, generation);

    public IQueueStore Queue => pump.Queue;

    /// <summary>The queue over the control connection.</summary>
    public IQueueStore Control => pump.Control;

    public bool IsOpen { get; private set; }

    /// <summary>Others have recovered it.</summary>
    public bool IsLost => lost;

    public long NextCall()
    {
        RestsAfter = -1;
        return ++calls;
    }

    /// <summary>The number of its last turn, while it holds nothing and no turn is under way; else -1.</summary>
    public long RestsAfter
    {
        get => Volatile.Read(ref restsAfter);
        private set => Volatile.Write(ref restsAfter, value);
    }

    /// <summary>Its last turn has been answered, and it holds nothing.</summary>
    public void Rest() => RestsAfter = calls;

    /// <summary>When its keeper last renewed it, and after which turn it was at rest then: such a session lives for longer. For the keeper alone.</summary>
    public (long After, long At) RestRenewed { get; set; } = (-1, 0);

    /// <summary>True when it has been renewed without a gap for a whole session length: only then is the silence of others theirs
    /// and not an outage of Redis.</summary>
    public bool MayRecover => IsOpen && !lost && renewals.IsLongEnough;

    /// <summary>Listens for wake-ups, then joins; tries until it can, or until the worker stops.</summary>
    public async Task OpenAsync()
    {
        var stopping = worker.SoftStop.Token;
        for (var failures = 0; !stopping.IsCancellationRequested; failures++)
        {
            try
            {
                await worker.Store.Link.ReadyAsync().ConfigureAwait(false); // the server decides what kind of channel it is
                await wakeUps.BeginAsync().ConfigureAwait(false);

                // Over the control connection: once it has answered, renewals need no thread of the pool.
                var sent = worker.Time.GetTimestamp();
                await Control.JoinAsync(Id, worker.Options.SessionLength).ConfigureAwait(false);
                worker.Control.Link.Answered(Queue.Queue, QueueCall.Join);
                Renewed(sent);
                IsOpen = true;
                Rest();
                worker.Log.SessionOpened(Id, pump.Queue.Queue);
                return;
            }
            catch (Exception e)
            {
                worker.Log.JoinFailed(failures == 0 ? e : null, pump.Queue.Queue, failures + 1, worker.Store.Link.Judge(e).Description);
                worker.Control.Link.Notice(e, Queue.Queue, QueueCall.Join);
                worker.Store.Link.Notice(e);
                await ForgetAsync().ConfigureAwait(false); // a second subscription would wake twice
                await worker.BackoffAsync(failures, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Redis serves the queue, as another session has heard just now.</summary>
    public void Heard() => renewals.Renewed();

    /// <summary>The session was alive when Redis did a call that was sent at this time: the latest that was answered.</summary>
    public long AliveAt => Volatile.Read(ref aliveAt);

    /// <summary>A call was answered that found the session alive.</summary>
    /// <param name="sentAt">When it was sent.</param>
    public void Alive(long sentAt)
    {
        for (var before = AliveAt; sentAt > before;)
        {
            before = Interlocked.CompareExchange(ref aliveAt, sentAt, before) is var seen && seen == before ? sentAt : seen;
        }
    }

    /// <summary>A renewal was answered.</summary>
    /// <param name="sentAt">When it was sent.</param>
    public void Renewed(long sentAt)
    {
        Alive(sentAt);
        renewals.Renewed();
        unrenewed = 0;
    }

    /// <summary>A call failed: whether Redis serves others is not known.</summary>
    public void NotHeard() => renewals.Broken();

    /// <summary>A renewal failed: whether Redis serves others is not known.</summary>
    /// <returns>How many have failed in a row.</returns>
    public int NotRenewed()
    {
        renewals.Broken();
        return ++unrenewed;
    }

    public void Lose()
    {
        lost = true;
        pump.SessionEnded();
    }

    /// <summary>Ends it.</summary>
    /// <param name="settled">It holds nothing any more, so it is ended in Redis too. Else it expires, and what it holds is recovered.</param>
    /// <param name="abort">Ends the wait for Redis.</param>
    public async Task CloseAsync(bool settled, CancellationToken abort)
    {
        if (!IsOpen)
        {
            return;
        }

        IsOpen = false;
        try
        {
            if (settled && await Queue.LeaveAsync(Id).WaitAsync(TimeSpan.FromSeconds(2), worker.Time, abort).ConfigureAwait(false) == LeaveResult.HoldsJobs)
            {
                worker.Log.LeftWithJobs(Id, pump.Queue.Queue);
            }
        }
        catch (Exception e)
        {
            worker.Log.LeaveFailed(e, Id, pump.Queue.Queue); // it expires by itself
        }

        await ForgetAsync().ConfigureAwait(false);
    }

    public async Task ForgetAsync()
    {
        IsOpen = false;
        try
        {
            await wakeUps.EndAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            worker.Log.LeaveFailed(e, Id, pump.Queue.Queue);
        }
    }

    private static string NameOf(WorkerServices worker, int generation) => $"{worker.Id}.{generation}";
}
