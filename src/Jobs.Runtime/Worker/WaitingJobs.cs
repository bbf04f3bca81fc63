using System.Runtime.InteropServices;
using Jobs.Store;

namespace Jobs.Worker;

/// <summary>Jobs that were taken and wait for a slot, each in the buffer of its queue. Changed under the lock of <see cref="Slots"/> only.</summary>
internal sealed class WaitingJobs(List<QueueShare> shares)
{
    /// <summary>How many there are, of all queues; while there are as many free slots, each has one.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them came for a granted slot: it is theirs.</summary>
    public int Due { get; private set; }

    /// <param name="share">The queue.</param>
    /// <param name="slots">How many of the jobs came for a granted slot, at most.</param>
    /// <param name="jobs">What came.</param>
    /// <param name="pump">Whose they are.</param>
    /// <param name="sentAt">When the turn that fetched them was sent.</param>
    public void Add(QueueShare share, int slots, ReadOnlySpan<TakenJob> jobs, QueuePump pump, long sentAt)
    {
        var granted = Math.Min(slots, jobs.Length);
        share.Due += granted;
        Due += granted;
        Count += jobs.Length;
        var now = pump.Time.GetTimestamp();
        foreach (var job in jobs)
        {
            share.Buffer.Enqueue((job, pump, sentAt, now));
        }
    }

    /// <summary>The next job of a queue, on its way into a slot.</summary>
    /// <returns>Null: none of it waits.</returns>
    public RunningJob? Take(QueueShare share)
    {
        if (!share.Buffer.TryDequeue(out var waiting))
        {
            return null;
        }

        Count--;
        if (share.Due > 0)
        {
            share.Due--;
            Due--;
        }

        return new RunningJob(waiting.Job, waiting.Pump);
    }

    /// <summary>Takes all of them back, and those that are overdue.</summary>
    public List<TakenJob> Withdraw(QueueShare share) => Withdraw(share, keep: 0);

    /// <summary>Once the oldest of them came before a time, takes back those that no slot is kept for; in any case those that are overdue.</summary>
    public List<TakenJob> WithdrawStale(QueueShare share, long before) =>
        Withdraw(share, share.Buffer.TryPeek(out var oldest) && oldest.CameAt <= before ? share.Due : share.Buffer.Count);

    /// <summary>Takes back those that are named.</summary>
    public List<TakenJob> Withdraw(QueueShare share, ReadOnlySpan<JobId> ids)
    {
        List<TakenJob> jobs = [];
        for (var i = share.Buffer.Count; i > 0; i--)
        {
            var waiting = share.Buffer.Dequeue();
            if (ids.Contains(waiting.Job.Id))
            {
                jobs.Add(waiting.Job);
                Count--;
            }
            else
            {
                share.Buffer.Enqueue(waiting);
            }
        }

        Settle(share);
        return jobs;
    }

    /// <summary>A process that stood still for longer than a session finds jobs here that others have run meanwhile: their outcomes would be
    /// refused, but a start cannot be taken back.</summary>
    public void SetOverdueAside()
    {
        foreach (var share in CollectionsMarshal.AsSpan(shares))
        {
            while (share.Buffer.TryPeek(out var oldest) && oldest.Pump.IsOverdue(oldest.SentAt))
            {
                share.Overdue.Add(share.Buffer.Dequeue().Job);
                Count--;
            }

            Settle(share);
        }
    }

    /// <param name="share">The queue.</param>
    /// <param name="keep">How many of the oldest stay.</param>
    private List<TakenJob> Withdraw(QueueShare share, int keep)
    {
        List<TakenJob> jobs = [.. share.Overdue];
        share.Overdue.Clear();
        if (keep < share.Buffer.Count)
        {
            for (var i = share.Buffer.Count; i > 0; i--, keep--)
            {
                var waiting = share.Buffer.Dequeue();
                if (keep > 0)
                {
                    share.Buffer.Enqueue(waiting);
                    continue;
                }

                jobs.Add(waiting.Job);
                Count--;
            }

            Settle(share);
        }

        return jobs;
    }

    /// <summary>Jobs were taken out of a buffer.</summary>
    private void Settle(QueueShare share)
    {
        var left = Math.Min(share.Due, share.Buffer.Count);
        Due -= share.Due - left;
        share.Due = left;
    }
}
