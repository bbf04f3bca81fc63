using Jobs.Store;

namespace Jobs.Worker;

/// <summary>Tells the outcomes of a turn that failed in ever smaller parts, until those that Redis takes are told and the one that it refuses stands alone.
/// That one is replaced: its job is dead, with the reason.</summary>
/// <remarks>An outcome is refused where it alone fails time and again, and a turn without any is answered each time: a Redis that refuses all costs nobody a job.</remarks>
internal sealed class TurnSplitter(WorkerServices worker, string queue)
{
    /// <summary>So often it is refused alone before it is given up.</summary>
    private const int Strikes = 3;

    /// <summary>Outcomes of fewer bytes break no connection and take no time: that is the network.</summary>
    public const int Large = 64 * 1024;

    /// <summary>The session holds jobs whose outcome Redis takes in no form.</summary>
    public bool HoldsUntellable { get; private set; }

    /// <param name="batch">What the turn told.</param>
    /// <param name="failed">How it failed.</param>
    /// <param name="sendAsync">Sends a turn that tells a part; false: until it is answered.</param>
    /// <returns>As of one turn; null: given up.</returns>
    public async Task<TurnReply?> SendAsync(List<Outcome> batch, TurnTry failed, Func<List<Outcome>, bool, Task<TurnTry>> sendAsync)
    {
        var parts = new Stack<List<Outcome>>();
        Push(parts, [.. batch.OrderBy(static outcome => outcome.State.Length)]);
        var merged = new Merged(failed.IsInDoubt);
        var strikes = 0;
        while (parts.TryPop(out var part))
        {
            var sent = await sendAsync(part, true).ConfigureAwait(false);
            if (sent.Failure is null)
            {
                if (!merged.Add(sent))
                {
                    return sent.Reply;
                }

                strikes = 0;
                continue;
            }

            merged.Doubt(sent);
            if (part.Count > 1)
            {
                Push(parts, part);
                continue;
            }

            // Its number is used by a turn that tells nothing. Where that is not answered at once, the outcome is not what is wrong.
            var probe = await sendAsync([], false).ConfigureAwait(false);
            if (!merged.Add(probe))
            {
                return probe.Reply;
            }

            var isItsOwn = probe.Tries == 1 && (sent.IsRefusal || part[0].State.Length >= Large);
            strikes = isItsOwn ? strikes + 1 : 0;
            if (strikes < Strikes)
            {
                parts.Push(part);
            }
            else
            {
                strikes = 0;
                if (Replace(part[0], sent.Failure) is { } dead)
                {
                    parts.Push([dead]);
                }
            }
        }

        return merged.Reply;
    }

    /// <summary>In two halves, the smaller outcomes first; large ones, which are few, one by one.</summary>
    private static void Push(Stack<List<Outcome>> parts, List<Outcome> outcomes)
    {
        var small = outcomes.FindIndex(static outcome => outcome.State.Length >= Large);
        if (small >= 0 && outcomes.Count > 1)
        {
            for (var i = outcomes.Count - 1; i >= small; i--)
            {
                parts.Push([outcomes[i]]);
            }

            if (small > 0)
            {
                parts.Push(outcomes[..small]);
            }

            return;
        }

        var half = (outcomes.Count + 1) / 2;
        if (half < outcomes.Count)
        {
            parts.Push(outcomes[half..]);
        }

        parts.Push(outcomes[..half]);
    }

    /// <returns>Null: it has been replaced before, and that is refused too.</returns>
    private Outcome? Replace(in Outcome refused, Exception failure)
    {
        var id = refused.Job.Id;
        if (refused.IsReplaced)
        {
            HoldsUntellable = true;
            worker.Log.Untellable(failure, id, queue);
            return null;
        }

        worker.Log.Parked(failure, id, queue, refused.End, refused.State.Length, worker.Store.Link.Judge(failure).Summary);
        var before = refused.State.Length > 0 ? RunState.Decode(refused.State) : RunState.None;
        var reason = $"Redis does not take how this job ended ({refused.End}, {refused.State.Length:N0} bytes): {worker.Store.Link.Judge(failure).Summary}. Its result or error is dropped; its payload is kept.";
        return Outcome.Dead(refused.Job, new RunState(RunEnd.Dead, before.Failures, before.Recoveries, reason)) with { IsReplaced = true };
    }

    /// <summary>The answers of all parts, as one.</summary>
    private sealed class Merged(bool isInDoubt)
    {
        private readonly List<JobId> refused = [];
        private readonly List<TakenJob> jobs = [];
        private readonly List<TakenJob> undelivered = [];
        private TurnReply? last;
        private bool inDoubt = isInDoubt;

        public TurnReply? Reply => last is null ? null : new TurnReply
        {
            Status = TurnStatus.Applied,
            Now = last.Now,
            NextIn = TimeSpan.Zero, // it asked for no jobs
            Refused = inDoubt ? [] : [.. refused], // what a try that was not answered may have told is refused when it is told again
            Jobs = [.. jobs],
            Undelivered = [.. undelivered],
            Cancels = last.Cancels,
        };

        public void Doubt(TurnTry sent) => inDoubt |= sent.IsInDoubt;

        /// <returns>False: the session is over, or the worker does not wait any more.</returns>
        public bool Add(TurnTry sent)
        {
            if (sent.Reply is not { Status: TurnStatus.Applied } reply)
            {
                return false;
            }

            Doubt(sent);
            last = reply;
            refused.AddRange(reply.Refused);
            jobs.AddRange(reply.Jobs);
            undelivered.AddRange(reply.Undelivered);
            return true;
        }
    }
}
