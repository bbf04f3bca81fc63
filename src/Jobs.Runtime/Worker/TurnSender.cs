using Jobs.Store;

namespace Jobs.Worker;

/// <summary>Sends the turns of one queue, each until it is answered, through outages and restarts. What is not answered in time is asked for in smaller replies,
/// and a failed turn is told in parts (<see cref="TurnSplitter"/>).</summary>
/// <param name="worker">Its store, its clock.</param>
/// <param name="queue">Where.</param>
/// <param name="release">Gives the slots of a turn that failed to other queues, which may have a Redis that answers.</param>
internal sealed class TurnSender(WorkerServices worker, IQueueStore queue, Action release)
{
    private const int MaxFailuresWithNothingToTell = 3;
    private const int MaxFailuresAlike = 3;
    private readonly TurnRequest request = new() { Suspects = SuspectLimits.Of(worker.Options.MaxRecoveries, worker.Options.Concurrency) };
    private readonly TurnSplitter splitter = new(worker, queue.Queue);
    private volatile bool draining;
    private (PumpSession Session, long Number)? open; // a number that was sent and not answered
    private bool isGivenUp; // the turn with that number, which had nothing to tell

    /// <summary>When the last turn was sent, as a timestamp.</summary>
    public long SentAt { get; private set; }

    /// <summary>The last turn was to bring one job at most from its first try on.</summary>
    public bool BeganWithOneJob { get; private set; }

    /// <summary>How many bytes a turn may carry.</summary>
    public LinkBudget Budget { get; } = new(worker.Time, () => worker.Store.Link.CallTimeout);

    /// <summary>The session holds jobs whose outcome Redis takes in no form: it must not be ended in order, so that they are recovered.</summary>
    public bool HoldsUntellable => splitter.HoldsUntellable;

    /// <summary>No more jobs are taken: a turn that tells nothing need not be answered.</summary>
    public bool Draining
    {
        get => draining;
        set => draining = value;
    }

    /// <returns>The answer; <see cref="TurnStatus.Ended"/> or <see cref="TurnStatus.Stale"/>: the session is over, and what it held belongs
    /// to others. Null: given up unanswered, so the session may hold jobs that nobody knows of.</returns>
    public async Task<TurnReply?> SendAsync(PumpSession session, List<Outcome> batch, int want, byte[][]? kinds, CancellationToken abort)
    {
        // A session whose numbers have a gap is taken for one that Redis has forgotten a part of, so the number of a turn that was given up is used
        // once more. What it took, if it was done, stays in doubt.
        if (isGivenUp && open?.Session == session && (await TryAsync(session, [], want: 0, kinds: null, mayGiveUp: batch.Count == 0, abort).ConfigureAwait(false)).Reply is null)
        {
            return null;
        }

        var sent = await TryAsync(session, batch, want, kinds, mayGiveUp: batch.Count == 0, abort).ConfigureAwait(false);
        return sent.Failure is null
            ? sent.Reply
            : await splitter.SendAsync(batch, sent, (part, mayFail) => TryAsync(session, part, want: 0, kinds: null, mayGiveUp: false, abort, mayFail)).ConfigureAwait(false);
    }

    /// <summary>Sends one turn until it is answered, given up, or has failed so that a part of it may fare better.</summary>
    private async Task<TurnTry> TryAsync(PumpSession session, List<Outcome> batch, int want, byte[][]? kinds, bool mayGiveUp, CancellationToken abort, bool mayFail = true)
    {
        var number = open is var (before, unanswered) && before == session ? unanswered : session.NextCall();
        open = (session, number);
        isGivenUp = false;
        BeganWithOneJob = Budget.Bytes == LinkBudget.OneJob;
        request.Fill(session.Id, number, want, (long)worker.Options.SessionLength.TotalMilliseconds, batch, Budget.Bytes, kinds);
        var (inDoubt, breaks, told) = (false, 0, Told(batch));
        for (var failures = 0; !abort.IsCancellationRequested; failures++)
        {
            try
            {
                SentAt = worker.Time.GetTimestamp();
                var reply = session.IsLost
                    ? new TurnReply { Status = TurnStatus.Ended }
                    : await queue.TurnAsync(request).ConfigureAwait(false);
                worker.Store.Link.Answered(queue.Queue, QueueCall.Turn);
                open = null;
                Answered(session, reply, told, failures);
                return new(reply, null) { Tries = failures + 1, IsInDoubt = inDoubt };
            }
            catch (Exception e)
            {
                var fault = worker.Store.Link.Judge(e);
                worker.Log.TurnFailed(failures == 0 ? e : null, queue.Queue, failures + 1, fault.Description);
                worker.Store.Link.Notice(e, queue.Queue, QueueCall.Turn);
                release();
                if (Draining && mayGiveUp && failures >= MaxFailuresWithNothingToTell)
                {
                    isGivenUp = true;
                    break;
                }

                var kind = fault.Kind;
                inDoubt |= fault.IsInDoubt;
                breaks += kind == FaultKind.Ambiguous ? 1 : 0;
                if (kind == FaultKind.Ambiguous && (fault.IsTimeout || breaks >= MaxFailuresAlike))
                {
                    Budget.Failed();
                    request.Shrink(request.Budget > LinkBudget.OneJob ? LinkBudget.OneJob : 0);
                }

                await worker.BackoffAsync(failures, abort).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (mayFail && batch.Count > 0 && (IsRefusal(kind, failures) || (breaks >= MaxFailuresAlike && told >= TurnSplitter.Large)))
                {
                    return new(null, e) { Tries = failures + 1, IsInDoubt = inDoubt, IsRefusal = IsRefusal(kind, failures) };
                }
            }
        }

        return default;
    }

    /// <summary>One of its outcomes may be what Redis does not take. A script that failed midway is called once more as it was: it takes up what it left.</summary>
    private static bool IsRefusal(FaultKind kind, int failures) => kind == FaultKind.Refused || (kind == FaultKind.Failed && failures > 0);

    private static long Told(List<Outcome> batch)
    {
        var told = 0L;
        foreach (var outcome in batch)
        {
            told += outcome.State.Length;
        }

        return told;
    }

    private void Answered(PumpSession session, TurnReply reply, long told, int failures)
    {
        if (failures > 0)
        {
            worker.Log.TurnsAgain(queue.Queue, failures);
        }

        if (reply.Status != TurnStatus.Applied)
        {
            return;
        }

        session.Alive(SentAt);
        worker.Store.Link.Answered(worker.Time.GetElapsedTime(SentAt));
        if (failures == 0)
        {
            Budget.Answered(SentAt, told, reply.Bytes, reply.Jobs.Length);
        }
    }
}

/// <summary>What came of sending one turn.</summary>
/// <param name="Reply">Its answer; null: none.</param>
/// <param name="Failure">Why it was not answered; null with no reply: given up.</param>
internal readonly record struct TurnTry(TurnReply? Reply, Exception? Failure)
{
    public int Tries { get; init; }

    /// <summary>A try that was not answered may have been done: what it told may be told already.</summary>
    public bool IsInDoubt { get; init; }

    /// <summary>Redis has said that it refuses it.</summary>
    public bool IsRefusal { get; init; }
}
