using Jobs.Redis;

namespace Jobs.Worker;

/// <summary>Moves one queue: one turn in flight, telling what has finished and taking what fits. Whatever finishes meanwhile rides in
/// the next turn, so batches form under load and a lone job waits for nothing.</summary>
internal sealed class QueuePump : IDisposable
{
    private const int MaxFailuresWithNothingToTell = 3;
    private static readonly TimeSpan MaxBufferTime = TimeSpan.FromMilliseconds(500);

    private readonly WorkerServices worker;
    private readonly AsyncSignal signal = new();
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private readonly TurnRequest request = new();
    private readonly Pace pace;
    private List<Outcome> outcomes = [];
    private List<Outcome> spare = [];
    private PumpSession session;
    private volatile bool draining;
    private volatile bool woken = true;

    public QueuePump(WorkerServices worker, string queue, int weight)
    {
        this.worker = worker;
        Queue = worker.Store.Queue(queue);
        Share = new QueueShare(weight, signal.Raise);
        pace = new Pace(worker.Time, worker.Options.MaxPrefetch);
        session = new PumpSession(worker, this, generation: 1);
        timer = worker.Time.CreateTimer(static pump => ((QueuePump)pump!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public QueueNames Queue { get; }

    public QueueShare Share { get; }

    public TimeProvider Time => worker.Time;

    /// <summary>The session under which this pump acts now.</summary>
    public PumpSession Session => session;

    /// <summary>Tells how a run ended. It is stored with the next turn.</summary>
    public void Complete(in Outcome outcome)
    {
        lock (gate)
        {
            outcomes.Add(outcome);
        }

        signal.Raise();
    }

    /// <summary>A wake-up: jobs, or a cancellation, or a new earliest time.</summary>
    public void Wake()
    {
        woken = true;
        worker.Slots.Feed(Share);
        signal.Raise();
    }

    /// <summary>No more jobs are taken; <see cref="RunAsync"/> ends when all that was held is told.</summary>
    public void Drain()
    {
        draining = true;
        signal.Raise();
    }

    /// <param name="abort">Ends the loop at once; what is not told by then is left to recovery.</param>
    public async Task RunAsync(CancellationToken abort)
    {
        await session.OpenAsync().ConfigureAwait(false);
        var settled = true;
        while (session.IsOpen && !abort.IsCancellationRequested)
        {
            WithdrawStale();
            var batch = TakeOutcomes();
            var slots = worker.Slots.Take(Share, anyway: batch.Count > 0 || woken, out var waiting, out var hungry);
            var ahead = hungry ? Math.Max(0, pace.Prefetch - waiting) : 0;
            var want = draining ? 0 : Math.Min(slots + ahead, TurnRequest.MaxWant);
            if (batch.Count == 0 && want == 0 && !woken)
            {
                worker.Slots.Return(Share, slots, [], this, hungry, 0);
                if (draining && IsThrough())
                {
                    break;
                }

                await WaitAsync(null).ConfigureAwait(false);
                continue;
            }

            woken = false;
            var generation = session.Generation;
            var reply = await TurnAsync(batch, want, abort).ConfigureAwait(false);
            settled = reply is not null || session.Generation != generation;
            if (reply is null)
            {
                worker.Slots.Return(Share, slots, [], this, more: true, 0);
                continue;
            }

            pace.Turned(batch.Count);
            batch.Clear();
            Receive(reply, slots, want);
            if (reply.Jobs.Length < want && !draining)
            {
                await WaitAsync(reply.NextIn).ConfigureAwait(false);
            }
        }

        await session.CloseAsync(settled, abort).ConfigureAwait(false);
    }

    public void Dispose() => timer.Dispose();

    /// <summary>The keeper found that the session has been recovered by others.</summary>
    public void SessionEnded() => signal.Raise();

    private void Receive(TurnReply reply, int slots, int want)
    {
        foreach (var id in reply.Refused)
        {
            worker.Log.OutcomeRefused(id, Queue.Queue, session.Id);
        }

        var more = reply.Jobs.Length >= want || reply.NextIn == TimeSpan.Zero;
        worker.Slots.Return(Share, slots, reply.Jobs, this, more, worker.Time.GetTimestamp());
        if (reply.Cancels.Length > 0)
        {
            worker.CancelRunning(this, reply.Cancels);
        }
    }

    /// <summary>Sends one turn until it is answered, through outages and restarts.</summary>
    /// <returns>Null: the session was over, and what it held belongs to others; or the worker stops, and this turn told nothing.</returns>
    private async Task<TurnReply?> TurnAsync(List<Outcome> batch, int want, CancellationToken abort)
    {
        request.Fill(session.Name, session.NextCall(), want, (long)worker.Options.SessionLength.TotalMilliseconds, Queue, batch);
        for (var failures = 0; ; failures++)
        {
            try
            {
                var reply = session.IsLost
                    ? new TurnReply { Status = TurnStatus.Ended }
                    : await worker.Store.TurnAsync(Queue, request).ConfigureAwait(false);
                if (failures > 0)
                {
                    request.Abandon();
                    worker.Log.TurnsAgain(Queue.Queue, failures);
                }

                if (reply.Status == TurnStatus.Applied)
                {
                    return reply;
                }
            }
            catch (Exception e) when (!abort.IsCancellationRequested)
            {
                worker.Log.TurnFailed(e, Queue.Queue, failures + 1);
                if (draining && batch.Count == 0 && failures >= MaxFailuresWithNothingToTell)
                {
                    return null;
                }

                await worker.BackoffAsync(failures, abort).ConfigureAwait(false);
                continue;
            }

            await StartOverAsync(batch, abort).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>After a recovery by others: nothing this session held is its own any more.</summary>
    private async Task StartOverAsync(List<Outcome> batch, CancellationToken abort)
    {
        var held = worker.Slots.Withdraw(Share, long.MaxValue);
        var stopped = worker.StopRunning(this, StopReason.SessionLost);
        lock (gate)
        {
            outcomes.Clear();
        }

        worker.Log.SessionRecovered(session.Id, Queue.Queue, held.Count + stopped + batch.Count);
        batch.Clear();
        await session.ForgetAsync().ConfigureAwait(false);
        session = new PumpSession(worker, this, session.Generation + 1);
        await session.OpenAsync().ConfigureAwait(false);
    }

    /// <summary>Jobs fetched ahead that found no slot in time go back, so that nothing waits behind a slow job.</summary>
    private void WithdrawStale()
    {
        var before = draining ? long.MaxValue : worker.Time.GetTimestamp() - (long)(MaxBufferTime.TotalSeconds * worker.Time.TimestampFrequency);
        foreach (var job in worker.Slots.Withdraw(Share, before))
        {
            lock (gate)
            {
                outcomes.Add(Outcome.Back(job, JobDefaults.RetentionSeconds * 1000L));
            }
        }
    }

    private List<Outcome> TakeOutcomes()
    {
        lock (gate)
        {
            if (outcomes.Count <= TurnRequest.MaxOutcomes)
            {
                (outcomes, spare) = (spare, outcomes);
                return spare;
            }

            spare.AddRange(outcomes.GetRange(0, TurnRequest.MaxOutcomes));
            outcomes.RemoveRange(0, TurnRequest.MaxOutcomes);
            return spare;
        }
    }

    private bool IsThrough()
    {
        lock (gate)
        {
            return outcomes.Count == 0 && !worker.IsRunning(this);
        }
    }

    private ValueTask WaitAsync(TimeSpan? next)
    {
        var poll = worker.Options.PollInterval * (0.75 + (worker.Jitter() / 2)); // spread, so that idle workers do not knock together
        var wait = next < poll ? next.Value : poll;
        timer.Change(wait, Timeout.InfiniteTimeSpan);
        return signal.WaitAsync();
    }

    private void OnTimer()
    {
        woken = true;
        worker.Slots.Feed(Share);
        signal.Raise();
    }
}
