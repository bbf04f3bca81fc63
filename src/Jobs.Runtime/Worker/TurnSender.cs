using Jobs.Redis;

namespace Jobs.Worker;

/// <summary>Sends the turns of one queue, each until it is answered, through outages and restarts.</summary>
/// <param name="worker">Its store, its clock.</param>
/// <param name="queue">Where.</param>
/// <param name="release">Gives the slots of a turn that failed to other queues, which may have a Redis that answers.</param>
internal sealed class TurnSender(WorkerServices worker, QueueNames queue, Action release)
{
    private const int MaxFailuresWithNothingToTell = 3;
    private readonly TurnRequest request = new();
    private volatile bool draining;

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
        request.Fill(session.Name, session.NextCall(), want, (long)worker.Options.SessionLength.TotalMilliseconds, queue, batch);
        for (var failures = 0; !abort.IsCancellationRequested; failures++)
        {
            try
            {
                SentAt = worker.Time.GetTimestamp();
                var reply = session.IsLost
                    ? new TurnReply { Status = TurnStatus.Ended }
                    : await worker.Store.TurnAsync(queue, request).ConfigureAwait(false);
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
                worker.Store.Notice(e);
                release();
                if (Draining && batch.Count == 0 && failures >= MaxFailuresWithNothingToTell)
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
