using System.Runtime.InteropServices;
using Jobs.Redis;

namespace Jobs.Worker;

/// <summary>The worker's slots: who may take how many jobs, which job starts next, and what runs.</summary>
/// <remarks>
/// A slot that becomes free goes to a queue, by smooth weighted round robin or strictly by weight: one that has jobs at hand runs the
/// next of them there, one that may have jobs in Redis is granted the slot for its next turn, and what that brings starts without being
/// weighed again. So jobs fetched ahead from one queue never keep another waiting for longer than its weight says. All state is behind
/// one lock, held for a few instructions.
/// </remarks>
internal sealed class Slots(int concurrency, bool strict)
{
    private readonly Lock gate = new();
    private readonly List<QueueShare> shares = [];
    private int free = concurrency;
    private int running;
    private int buffered; // in all shares; while there are as many free slots, each has one
    private int due; // of these, jobs that came for a granted slot: it is theirs
    private bool closed;
    private RunningJob? first;

    /// <summary>Starts one more slot runner on the thread pool.</summary>
    public required Action StartRunner { get; init; }

    public int Running
    {
        get
        {
            lock (gate)
            {
                return running;
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
            return new Allowance(slots, share.Buffer.Count, share.Buffer.TryPeek(out var oldest) ? oldest.At : 0, share.Hungry && !closed);
        }
    }

    /// <summary>A turn is over: its slots are free again, its jobs wait for them.</summary>
    /// <param name="share">The queue.</param>
    /// <param name="slots">What <see cref="Take"/> gave.</param>
    /// <param name="jobs">What came.</param>
    /// <param name="pump">Whose they are.</param>
    /// <param name="more">There may be more.</param>
    /// <param name="at">When the turn was sent.</param>
    public void Return(QueueShare share, int slots, ReadOnlySpan<TakenJob> jobs, QueuePump pump, bool more, long at)
    {
        lock (gate)
        {
            free += slots;
            share.Hungry = more;
            share.Due += Math.Min(slots, jobs.Length);
            due += Math.Min(slots, jobs.Length);
            buffered += jobs.Length;
            foreach (var job in jobs)
            {
                share.Buffer.Enqueue((job, pump, at));
            }

            free += share.Slots; // granted meanwhile: its new jobs come first, then it is granted anew
            share.Slots = 0;
        }

        Redistribute();
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
                Unlink(ended);
                free++;
            }

            (next, grant) = closed ? (null, false) : Assign();
            another = next is not null && free > 0 && buffered > 0;
            grant |= next is null && free > 0;
        }

        if (grant)
        {
            Redistribute();
        }

        return next;
    }

    /// <summary>Takes back jobs that wait for a slot: those taken before a time, or all; and those that are overdue.</summary>
    public List<TakenJob> Withdraw(QueueShare share, long before)
    {
        lock (gate)
        {
            List<TakenJob> jobs = [.. share.Overdue];
            share.Overdue.Clear();
            if (share.Buffer.TryPeek(out var oldest) && oldest.At <= before)
            {
                while (share.Buffer.TryDequeue(out var waiting))
                {
                    jobs.Add(waiting.Job);
                    buffered--;
                }
            }

            Settle(share);
            return jobs;
        }
    }

    /// <summary>Takes back those of some jobs that wait for a slot.</summary>
    public List<TakenJob> Withdraw(QueueShare share, ReadOnlySpan<JobId> ids)
    {
        List<TakenJob> jobs = [];
        lock (gate)
        {
            for (var i = share.Buffer.Count; i > 0; i--)
            {
                var waiting = share.Buffer.Dequeue();
                if (ids.Contains(waiting.Job.Id))
                {
                    jobs.Add(waiting.Job);
                    buffered--;
                }
                else
                {
                    share.Buffer.Enqueue(waiting);
                }
            }

            Settle(share);
        }

        return jobs;
    }

    /// <summary>No more slots are granted, no more jobs are started.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            foreach (var share in shares)
            {
                free += share.Slots;
                share.Slots = 0;
            }
        }
    }

    public List<RunningJob> Snapshot()
    {
        lock (gate)
        {
            List<RunningJob> jobs = [];
            for (var job = first; job is not null; job = job.Next)
            {
                jobs.Add(job);
            }

            return jobs;
        }
    }

    private void Redistribute()
    {
        List<Action>? granted = null;
        bool start;
        lock (gate)
        {
            Distribute();
            start = free > 0 && buffered > 0 && !closed;
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
        while (!closed && free > buffered && Pick(static share => share.Hungry) is { } share)
        {
            if (shares.Count == 1)
            {
                share.Slots += free - buffered;
                free = buffered;
                return;
            }

            share.Slots++;
            free--;
        }
    }

    /// <summary>Gives free slots away until a job at hand starts.</summary>
    private (RunningJob? Job, bool Granted) Assign()
    {
        SetOverdueAside();
        var granted = false;
        while (free > 0 && buffered > 0)
        {
            var share = due > 0 ? shares.Find(static share => share.Due > 0)!
                : free < buffered ? Pick(static share => share.Buffer.Count > 0 || share.Hungry)!
                : Pick(static share => share.Buffer.Count > 0)!;
            free--;
            if (share.Buffer.TryDequeue(out var waiting))
            {
                buffered--;
                due -= share.Due > 0 ? 1 : 0;
                share.Due -= share.Due > 0 ? 1 : 0;
                var job = new RunningJob(waiting.Job, waiting.Pump);
                Link(job);
                return (job, granted);
            }

            share.Slots++;
            granted = true;
        }

        return (null, granted);
    }

    /// <summary>A process that stood still for longer than a session finds jobs here that others have run meanwhile: their outcomes would be
    /// refused, but a start cannot be taken back.</summary>
    private void SetOverdueAside()
    {
        foreach (var share in CollectionsMarshal.AsSpan(shares))
        {
            while (share.Buffer.TryPeek(out var oldest) && oldest.Pump.IsOverdue(oldest.At))
            {
                share.Overdue.Add(share.Buffer.Dequeue().Job);
                buffered--;
            }

            Settle(share);
        }
    }

    /// <summary>Jobs were taken out of a buffer.</summary>
    private void Settle(QueueShare share)
    {
        var left = Math.Min(share.Due, share.Buffer.Count);
        due -= share.Due - left;
        share.Due = left;
    }

    /// <summary>Smooth weighted round robin over the shares that qualify; strictly the first one where so asked.</summary>
    private QueueShare? Pick(Func<QueueShare, bool> qualifies)
    {
        QueueShare? best = null;
        var total = 0;
        foreach (var share in CollectionsMarshal.AsSpan(shares))
        {
            if (!qualifies(share))
            {
                continue;
            }

            if (strict || shares.Count == 1)
            {
                return share;
            }

            share.Standing += share.Weight;
            total += share.Weight;
            if (best is null || share.Standing > best.Standing)
            {
                best = share;
            }
        }

        if (best is not null)
        {
            best.Standing -= total;
        }

        return best;
    }

    private void Link(RunningJob job)
    {
        running++;
        job.Next = first;
        if (first is not null)
        {
            first.Previous = job;
        }

        first = job;
    }

    private void Unlink(RunningJob job)
    {
        running--;
        if (job.Previous is null)
        {
            first = job.Next;
        }
        else
        {
            job.Previous.Next = job.Next;
        }

        if (job.Next is not null)
        {
            job.Next.Previous = job.Previous;
        }

        job.Previous = job.Next = null;
    }
}

/// <summary>What a queue may ask for in its next turn.</summary>
/// <param name="Slots">Slots that are its own until <see cref="Slots.Return"/>.</param>
/// <param name="Waiting">How many of its jobs wait for a slot.</param>
/// <param name="OldestAt">When the first of them came, as a timestamp.</param>
/// <param name="Hungry">There may be more in Redis.</param>
internal readonly record struct Allowance(int Slots, int Waiting, long OldestAt, bool Hungry);
