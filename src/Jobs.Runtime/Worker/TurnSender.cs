using Jobs.Redis;

namespace Jobs.Worker;

/// <summary>Sends the turns of one queue, each until it is answered, through outages and restarts.</summary>
/// <param name="worker">Its store, its clock.</param>
/// <param name="queue">Where.</param>
/// <param name="release">Gives the slots of a turn that failed to other queues, which may have a Redis that answers.</param>
internal sealed class TurnSender(WorkerServices worker, QueueNames queue, Action release)
{
    private const int MaxFailuresWithNothingToTell = 3;
    private readonly TurnRequest request = new() { AloneFrom = Math.Max(1, worker.Options.MaxRecoveries - 1) }; // two chances by itself
    private volatile bool draining;
    private (PumpSession Session, long Number)? givenUp; // a turn with nothing to tell that was not answered

    /// <summary>When the last turn was sent, as a timestamp.</summary>
    public long SentAt { get; private set; }

    /// <summary>No more jobs are taken: a turn that tells nothing need not be answered.</summary>
    public bool Draining
    {
        get => draining;
        set => draining = value;
    }

    /// <returns>The answer; <see cref="TurnStatus.Ended"/> or <see cref="TurnStatus.Stale"/>: the session is over, and what it held belongs
    /// to others. Null: given up unanswered, so the session may hold jobs that nobody knows of.</returns>
    public async Task<TurnReply?> SendAsync(PumpSession session, List<Outcome> batch, int want, CancellationToken abort)
    {
        // A session whose numbers have a gap is taken for one that Redis has forgotten a part of, so the number of a turn that was given up is used
        // once more. What it took, if it was done, stays in doubt.
        if (givenUp is var (before, number) && before == session
            && await SendAsync(session, number, [], want: 0, mayGiveUp: batch.Count == 0, abort).ConfigureAwait(false) is null)
        {
            return null;
        }

        givenUp = null;
        number = session.NextCall();
        var reply = await SendAsync(session, number, batch, want, mayGiveUp: batch.Count == 0, abort).ConfigureAwait(false);
        givenUp = reply is null ? (session, number) : null;
        return reply;
    }

    private async Task<TurnReply?> SendAsync(PumpSession session, long number, List<Outcome> batch, int want, bool mayGiveUp, CancellationToken abort)
    {
        request.Fill(session.Name, number, want, (long)worker.Options.SessionLength.TotalMilliseconds, queue, batch);
        for (var failures = 0; !abort.IsCancellationRequested; failures++)
        {
            try
            {
                SentAt = worker.Time.GetTimestamp();
                var reply = session.IsLost
                    ? new TurnReply { Status = TurnStatus.Ended }
                    : await worker.Store.TurnAsync(queue, request).ConfigureAwait(false);
                worker.Store.Answered(queue, QueueCall.Turn);
                if (failures > 0)
                {
                    request.Abandon();
                    worker.Log.TurnsAgain(queue.Queue, failures);
                }

                return reply;
            }
            catch (Exception e)
            {
                worker.Log.TurnFailed(failures == 0 ? e : null, queue.Queue, failures + 1, RedisFault.Summary(e));
                worker.Store.Notice(e, queue, QueueCall.Turn);
                release();
                if (Draining && mayGiveUp && failures >= MaxFailuresWithNothingToTell)
                {
                    break;
                }

                await worker.BackoffAsync(failures, abort).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        request.Abandon();
        return null;
    }
}
