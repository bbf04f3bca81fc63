using System.Runtime.InteropServices;
using Jobs.Store;

namespace Jobs.Worker;

/// <summary>The worker's slots: who may take how many jobs, which job starts next, and what runs.</summary>
/// <remarks>
/// A slot that becomes free goes to a queue, by smooth weighted round robin or strictly by weight: one that has jobs at hand runs the
/// next of them there, one that may have jobs in Redis is granted the slot for its next turn, and what that brings starts without being
/// weighed again. So jobs fetched ahead from one queue never keep another waiting for longer than its weight says. All state is behind
/// one lock, held for a few instructions.
/// </remarks>
internal sealed class Slots
{
    private readonly Lock gate = new();
    private readonly List<QueueShare> shares;
    private readonly WaitingJobs waiting;
    private readonly RunningList running = new();
    private readonly FairOrder order;
    private readonly int concurrency;
    private int free;
    private bool closed;

    public Slots(int concurrency, bool strict)
    {
        this.concurrency = free = concurrency;
        shares = [];
        waiting = new WaitingJobs(shares);
        order = new FairOrder(shares, strict);
    }

    /// <summary>Starts one more slot runner on the thread pool.</summary>
    public required Action StartRunner { get; init; }

    public int Running
    {
        get
        {
            lock (gate)
            {
                return running.Count;
            }
        }
    }

    /// <summary>Adds a queue; add heavier ones first, so that strict order is their order.</summary>
    public void Add(QueueShare share)
    {
        lock (gate)
        {
            shares.Add(share);
        }
    }

    /// <summary>Takes the slots granted to a queue, for its next turn.</summary>
    /// <param name="share">The queue.</param>
    /// <param name="anyway">The turn is sent whatever it is granted, so it may as well ask for what is free: it then counts as idle in Redis and is woken.</param>
    public Allowance Take(QueueShare share, bool anyway)
    {
        lock (gate)
        {
            share.Hungry |= anyway;
            Distribute();
            var slots = share.Slots;
            share.Slots = 0;
            return new Allowance(slots, share.Buffer.Count, share.Buffer.TryPeek(out var oldest) ? oldest.CameAt : 0, share.Hungry && !closed);
        }
    }

    /// <summary>A turn is over: its slots are free again, its jobs wait for them.</summary>
    /// <param name="share">The queue.</param>
    /// <param name="slots">What <see cref="Take"/> gave.</param>
    /// <param name="jobs">What came.</param>
    /// <param name="pump">Whose they are.</param>
    /// <param name="more">There may be more.</param>
    /// <param name="at">When the turn was sent.</param>
    /// <returns>Slots were idle, and no job of this queue waited for one: it might have had more of them.</returns>
    public bool Return(QueueShare share, int slots, ReadOnlySpan<TakenJob> jobs, QueuePump pump, bool more, long at)
    {
        bool starved;
        lock (gate)
        {
            free += slots;
            starved = share.Buffer.Count == 0 && running.Count < concurrency; // a slot that is granted to some queue's turn is idle too
            share.Hungry = more;
            waiting.Add(share, slots, jobs, pump, at);
            free += share.Slots; // granted meanwhile: its new jobs come first, then it is granted anew
            share.Slots = 0;
        }

        Redistribute();
        return starved;
    }

    /// <summary>A wake-up came: there may be jobs.</summary>
    public void Feed(QueueShare share)
    {
        lock (gate)
        {
            share.Hungry = true;
        }

        Redistribute();
    }

    /// <summary>The next job for a slot. A runner calls it with what it has just run, or with nothing when it begins.</summary>
    /// <param name="ended">What has just run; its slot goes on with the next job, or becomes free.</param>
    /// <param name="another">There is work and room for one more runner.</param>
    /// <returns>Null: the runner ends.</returns>
    public RunningJob? Next(RunningJob? ended, out bool another)
    {
        RunningJob? next;
        bool grant;
        lock (gate)
        {
            if (ended is not null)
            {
                running.Remove(ended);
                free++;
            }

            (next, grant) = closed ? (null, false) : Assign();
            another = next is not null && free > 0 && waiting.Count > 0;
            grant |= next is null && free > 0;
        }

        if (grant)
        {
            Redistribute();
        }

        return next;
    }

    /// <inheritdoc cref="WaitingJobs.Withdraw(QueueShare)"/>
    public List<TakenJob> Withdraw(QueueShare share)
    {
        lock (gate)
        {
            return waiting.Withdraw(share);
        }
    }

    /// <inheritdoc cref="WaitingJobs.WithdrawStale"/>
    public List<TakenJob> WithdrawStale(QueueShare share, long before)
    {
        lock (gate)
        {
            return waiting.WithdrawStale(share, before);
        }
    }

    /// <summary>Takes back those of some jobs that wait for a slot.</summary>
    public List<TakenJob> Withdraw(QueueShare share, ReadOnlySpan<JobId> ids)
    {
        lock (gate)
        {
            return waiting.Withdraw(share, ids);
        }
    }

    /// <summary>No more slots are granted, no more jobs are started.</summary>
    /// <returns>False: so it was before.</returns>
    public bool Close()
    {
        lock (gate)
        {
            var first = !closed;
            closed = true;
            foreach (var share in shares)
            {
                free += share.Slots;
                share.Slots = 0;
            }

            return first;
        }
    }

    public List<RunningJob> Snapshot()
    {
        lock (gate)
        {
            return running.ToList();
        }
    }

    private void Redistribute()
    {
        List<Action>? granted = null;
        bool start;
        lock (gate)
        {
            Distribute();
            start = free > 0 && waiting.Count > 0 && !closed;
            foreach (var share in CollectionsMarshal.AsSpan(shares))
            {
                if (share.Slots > 0)
                {
                    (granted ??= []).Add(share.Granted);
                }
            }
        }

        if (start)
        {
            StartRunner();
        }

        foreach (var tell in granted ?? [])
        {
            tell();
        }
    }

    private void Distribute()
    {
        while (!closed && free > waiting.Count && order.Next(static share => share.Hungry) is { } share)
        {
            if (shares.Count == 1)
            {
                share.Slots += free - waiting.Count;
                free = waiting.Count;
                return;
            }

            share.Slots++;
            free--;
        }
    }

    /// <summary>Gives free slots away until a job at hand starts.</summary>
    private (RunningJob? Job, bool Granted) Assign()
    {
        waiting.SetOverdueAside();
        var granted = false;
        while (free > 0 && waiting.Count > 0)
        {
            var share = waiting.Due > 0 ? shares.Find(static share => share.Due > 0)!
                : free < waiting.Count ? order.Next(static share => share.Buffer.Count > 0 || share.Hungry)!
                : order.Next(static share => share.Buffer.Count > 0)!;
            free--;
            if (waiting.Take(share) is { } job)
            {
                running.Add(job);
                return (job, granted);
            }

            share.Slots++;
            granted = true;
        }

        return (null, granted);
    }
}
