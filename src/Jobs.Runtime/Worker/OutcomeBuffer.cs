using Jobs.Store;

namespace Jobs.Worker;

/// <summary>How runs of one queue ended, until the next turn tells it.</summary>
/// <param name="raise">Wakes the pump: there is something to tell.</param>
internal sealed class OutcomeBuffer(Action raise)
{
    private const long DefaultRetentionMs = JobDefaults.RetentionSeconds * 1000L; // of a job given back unread, should it turn out to be cancelled
    private readonly Lock gate = new();
    private List<Outcome> outcomes = [];
    private List<Outcome> spare = [];
    private long bytes; // of their states, which alone can be large

    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return outcomes.Count == 0;
            }
        }
    }

    /// <summary>Notes how a run ended, unless it is not its own any more.</summary>
    public void Add(RunningJob job, in Outcome outcome)
    {
        lock (gate)
        {
            if (!job.Tell())
            {
                return;
            }

            outcomes.Add(outcome);
            bytes += outcome.State.Length;
        }

        raise();
    }

    /// <summary>Notes what becomes of a job that was not started.</summary>
    public void Add(in Outcome outcome)
    {
        lock (gate)
        {
            outcomes.Add(outcome);
            bytes += outcome.State.Length;
        }

        raise();
    }

    /// <summary>Requeues a job whose handler still runs, or ends it otherwise; what the handler ends with is not told any more.</summary>
    /// <param name="job">The run.</param>
    /// <param name="outcome">Null: as if it had never started.</param>
    /// <returns>False: its outcome had been told.</returns>
    public bool GiveUp(RunningJob job, Outcome? outcome)
    {
        lock (gate)
        {
            if (!job.Abandon())
            {
                return false;
            }

            outcomes.Add(outcome ?? Outcome.Back(job.Job, DefaultRetentionMs));
        }

        raise();
        return true;
    }

    /// <summary>Gives jobs back that were not started.</summary>
    public void GiveBack(List<TakenJob> jobs)
    {
        if (jobs.Count == 0)
        {
            return;
        }

        lock (gate)
        {
            foreach (var job in jobs)
            {
                job.ForgetState();
                outcomes.Add(Outcome.Back(job, DefaultRetentionMs));
            }
        }

        raise();
    }

    /// <summary>What the next turn tells: all, or as much as one call takes. The caller empties it before it asks again.</summary>
    /// <param name="budget">How many bytes of states; one outcome always fits.</param>
    public List<Outcome> Take(int budget = int.MaxValue)
    {
        lock (gate)
        {
            if (outcomes.Count <= TurnRequest.MaxOutcomes && bytes <= budget)
            {
                (outcomes, spare) = (spare, outcomes);
                bytes = 0;
                return spare;
            }

            var (count, taken) = (0, 0L);
            for (; count < outcomes.Count && count < TurnRequest.MaxOutcomes; count++)
            {
                var size = outcomes[count].State.Length;
                if (count > 0 && taken + size > budget)
                {
                    break;
                }

                taken += size;
            }

            spare.AddRange(outcomes.GetRange(0, count));
            outcomes.RemoveRange(0, count);
            bytes -= taken;
            return spare;
        }
    }

    /// <summary>The session is over: nothing of it is told any more, and what still runs is told to stop.</summary>
    /// <returns>How many outcomes are lost.</returns>
    public int Drop(IEnumerable<RunningJob> running)
    {
        lock (gate)
        {
            var lost = outcomes.Count;
            outcomes.Clear();
            bytes = 0;
            foreach (var job in running)
            {
                lost += job.Abandon() ? 1 : 0;
                job.Cancel(StopReason.SessionLost);
            }

            return lost;
        }
    }
}
