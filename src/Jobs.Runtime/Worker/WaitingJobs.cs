using System.Runtime.InteropServices;
using Jobs.Redis;

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
    /// <param name="at">When the turn that took them was sent.</param>
    public void Add(QueueShare share, int slots, ReadOnlySpan<TakenJob> jobs, QueuePump pump, long at)
    {
        var granted = Math.Min(slots, jobs.Length);
        share.Due += granted;
        Due += granted;
        Count += jobs.Length;
        foreach (var job in jobs)
        {
            share.Buffer.Enqueue((job, pump, at));
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

    /// <summary>Takes back those taken before a time, or all; and those that are overdue.</summary>
    public List<TakenJob> Withdraw(QueueShare share, long before)
    {
        List<TakenJob> jobs = [.. share.Overdue];
        share.Overdue.Clear();
        if (share.Buffer.TryPeek(out var oldest) && oldest.At <= before)
        {
            while (share.Buffer.TryDequeue(out var waiting))
            {
                jobs.Add(waiting.Job);
                Count--;
            }
        }

        Settle(share);
        return jobs;
    }

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
            while (share.Buffer.TryPeek(out var oldest) && oldest.Pump.IsOverdue(oldest.At))
            {
                share.Overdue.Add(share.Buffer.Dequeue().Job);
                Count--;
            }

            Settle(share);
        }
    }

    /// <summary>Jobs were taken out of a buffer.</summary>
    private void Settle(QueueShare share)
    {
        var left = Math.Min(share.Due, share.Buffer.Count);
        Due -= share.Due - left;
        share.Due = left;
    }
}
