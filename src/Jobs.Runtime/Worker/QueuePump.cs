using Jobs.Redis;

namespace Jobs.Worker;

/// <summary>Moves one queue: one turn in flight, telling what has finished and taking what fits. Whatever finishes meanwhile rides in
/// the next turn, so batches form under load and a lone job waits for nothing.</summary>
internal sealed class QueuePump : IDisposable
{
    private const int MaxFailuresWithNothingToTell = 3;
    private const long DefaultRetentionMs = JobDefaults.RetentionSeconds * 1000L; // of a job given back unread, should it turn out to be cancelled
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
    private int granted; // slots its turn has set aside
    private bool inDoubt; // a turn was given up unanswered: its session may hold jobs that nobody knows of
    private long? lookAt; // when Redis said to look again, as a timestamp
    private long sentAt; // when the last turn was sent, as a timestamp

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

    /// <summary>Tells how a run ended, unless it is not its own any more. It is stored with the next turn.</summary>
    public void Complete(RunningJob job, in Outcome outcome)
    {
        lock (gate)
        {
            if (!job.Tell())
            {
                return;
            }

            outcomes.Add(outcome);
        }

        signal.Raise();
    }

    /// <summary>Gives a job back whose handler still runs; what the handler ends with is not told any more.</summary>
    /// <returns>False: its outcome had been told.</returns>
    public bool GiveBack(RunningJob job)
    {
        lock (gate)
        {
            if (!job.Abandon())
            {
                return false;
            }

            outcomes.Add(Outcome.Back(job.Job, DefaultRetentionMs));
        }

        signal.Raise();
        return true;
    }

    /// <summary>A wake-up: jobs, or a cancellation, or a new earliest time.</summary>
    public void Wake()
    {
        woken = true;
        worker.Slots.Feed(Share);
        signal.Raise();
    }

    /// <summary>The turn that took a job was sent so long ago that the job's session may be over: half a session, since a turn renews it
    /// only when a tenth has gone by, and a start takes time too.</summary>
    /// <param name="at">When it was sent.</param>
    public bool IsOverdue(long at) => worker.Time.GetElapsedTime(at) > worker.Options.SessionLength / 2;

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
        var through = false;
        while (session.IsOpen && !abort.IsCancellationRequested)
        {
            WithdrawStale();
            var batch = TakeOutcomes();
            var allowed = worker.Slots.Take(Share, anyway: batch.Count > 0 || woken);
            granted = allowed.Slots;
            var ahead = allowed.Hungry ? Math.Max(0, pace.Prefetch - allowed.Waiting) : 0;
            var want = draining ? 0 : Math.Min(granted + ahead, TurnRequest.MaxWant);
            if (batch.Count == 0 && want == 0 && !woken)
            {
                Release(allowed.Hungry);
                if (draining && IsThrough())
                {
                    through = true;
                    break;
                }

                await WaitAsync(allowed).ConfigureAwait(false);
                continue;
            }

            woken = false;
            var reply = await TurnAsync(batch, want, abort).ConfigureAwait(false);
            if (reply is null)
            {
                Release(more: true);
                continue;
            }

            pace.Turned(Finished(batch));
            batch.Clear();
            Receive(reply, want);
        }

        await session.CloseAsync(settled: through && !inDoubt, abort).ConfigureAwait(false);
    }

    public void Dispose() => timer.Dispose();

    /// <summary>The keeper found that the session has been recovered by others.</summary>
    public void SessionEnded()
    {
        woken = true;
        signal.Raise();
    }

    private void Receive(TurnReply reply, int want)
    {
        foreach (var id in reply.Refused)
        {
            worker.Log.OutcomeRefused(id, Queue.Queue, session.Id);
        }

        var now = worker.Time.GetTimestamp();
        if (reply.NextIn is { } wait)
        {
            lookAt = now + Ticks(wait);
        }
        else if (lookAt <= now)
        {
            lookAt = null;
        }

        var more = reply.Jobs.Length >= want || reply.NextIn == TimeSpan.Zero;
        worker.Slots.Return(Share, granted, reply.Jobs, this, more, sentAt);
        granted = 0;
        if (reply.Cancels.Length > 0)
        {
            GiveBack(worker.Slots.Withdraw(Share, reply.Cancels)); // those not yet started never do: given back, they are found to be cancelled
            worker.CancelRunning(this, reply.Cancels);
        }
    }

    private void Release(bool more)
    {
        worker.Slots.Return(Share, granted, [], this, more, 0);
        granted = 0;
    }

    /// <summary>Sends one turn until it is answered, through outages and restarts.</summary>
    /// <returns>Null: the session was over, and what it held belongs to others; or the worker stops, and this turn told nothing.</returns>
    private async Task<TurnReply?> TurnAsync(List<Outcome> batch, int want, CancellationToken abort)
    {
        request.Fill(session.Name, session.NextCall(), want, (long)worker.Options.SessionLength.TotalMilliseconds, Queue, batch);
        for (var failures = 0; !abort.IsCancellationRequested; failures++)
        {
            try
            {
                sentAt = worker.Time.GetTimestamp();
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
            catch (Exception e)
            {
                worker.Log.TurnFailed(e, Queue.Queue, failures + 1);
                Release(more: false); // other queues may have a Redis that answers
                if (draining && batch.Count == 0 && failures >= MaxFailuresWithNothingToTell)
                {
                    break;
                }

                await worker.BackoffAsync(failures, abort).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            await StartOverAsync(batch).ConfigureAwait(false);
            return null;
        }

        request.Abandon();
        inDoubt = true;
        return null;
    }

    /// <summary>After a recovery by others: nothing this session held is its own any more.</summary>
    private async Task StartOverAsync(List<Outcome> batch)
    {
        Release(more: false);
        var lost = batch.Count + worker.Slots.Withdraw(Share, long.MaxValue).Count;
        batch.Clear();
        lock (gate)
        {
            lost += outcomes.Count;
            outcomes.Clear();
            foreach (var running in worker.RunningOf(this))
            {
                lost += running.Abandon() ? 1 : 0;
                running.Cancel(StopReason.SessionLost);
            }
        }

        worker.Log.SessionRecovered(session.Id, Queue.Queue, lost);
        await session.ForgetAsync().ConfigureAwait(false);
        session = new PumpSession(worker, this, session.Generation + 1);
        inDoubt = false;
        await session.OpenAsync().ConfigureAwait(false);
    }

    /// <summary>Jobs fetched ahead that found no slot in time go back, so that nothing waits behind a slow job.</summary>
    private void WithdrawStale()
    {
        var before = draining ? long.MaxValue : worker.Time.GetTimestamp() - Ticks(MaxBufferTime);
        var stale = worker.Slots.Withdraw(Share, before);
        if (stale.Count > 0)
        {
            pace.Reset(); // else the same jobs would be fetched ahead again at once
        }

        GiveBack(stale);
    }

    private void GiveBack(List<TakenJob> jobs)
    {
        if (jobs.Count == 0)
        {
            return;
        }

        lock (gate)
        {
            foreach (var job in jobs)
            {
                outcomes.Add(Outcome.Back(job, DefaultRetentionMs));
            }
        }

        signal.Raise();
    }

    private static int Finished(List<Outcome> batch)
    {
        var finished = batch.Count;
        foreach (var outcome in batch)
        {
            finished -= outcome.Kind == OutcomeKind.Back ? 1 : 0;
        }

        return finished;
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
            return outcomes.Count == 0 && !worker.RunningOf(this).Any(static running => running.IsOpen);
        }
    }

    /// <summary>Waits for a signal, the time Redis named, the end of patience with jobs that found no slot, or the next poll.</summary>
    private ValueTask WaitAsync(in Allowance allowed)
    {
        var now = worker.Time.GetTimestamp();
        var wait = worker.Options.PollInterval * (0.75 + (worker.Jitter() / 2)); // spread, so that idle workers do not knock together
        if (lookAt is { } look)
        {
            wait = Earlier(wait, worker.Time.GetElapsedTime(now, look));
        }

        if (allowed.Waiting > 0)
        {
            wait = Earlier(wait, MaxBufferTime - worker.Time.GetElapsedTime(allowed.OldestAt, now));
        }

        timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return signal.WaitAsync();
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * worker.Time.TimestampFrequency);

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private void OnTimer()
    {
        woken = true;
        worker.Slots.Feed(Share);
        signal.Raise();
    }
}
