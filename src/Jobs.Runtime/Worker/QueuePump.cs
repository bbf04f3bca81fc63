using Jobs.Store;

namespace Jobs.Worker;

/// <summary>Moves one queue: one turn in flight, telling what has finished and taking what fits. Whatever finishes meanwhile rides in
/// the next turn, so batches form under load and a lone job waits for nothing.</summary>
internal sealed class QueuePump : IDisposable
{
    private readonly WorkerServices worker;
    private readonly AsyncSignal signal = new();
    private readonly OutcomeBuffer outcomes;
    private readonly PumpClock clock;
    private readonly TurnSender turns;
    private readonly Pace pace;
    private readonly RequeueWatch requeues;
    private readonly UnfetchableJobs unfetchable = new();
    private PumpSession session;
    private volatile bool woken = true;
    private volatile byte[][]? kinds; // of jobs that others could not run and this worker can
    private int held; // jobs of its session that are not told of
    private int granted; // slots its turn has set aside
    private bool inDoubt; // a turn was given up unanswered: its session may hold jobs that nobody knows of

    public QueuePump(WorkerServices worker, string queue, int weight)
    {
        this.worker = worker;
        Queue = worker.Store.Queue(queue);
        Control = worker.Control.Queue(queue);
        Share = new QueueShare(weight, signal.Raise);
        outcomes = new OutcomeBuffer(signal.Raise);
        clock = new PumpClock(worker, Wake);
        turns = new TurnSender(worker, Queue, () => Release(more: false));
        pace = new Pace(worker.Time, worker.Options.MaxPrefetch);
        requeues = new RequeueWatch(worker.Time, worker.Log, queue);
        session = new PumpSession(worker, this, generation: 1);
    }

    public IQueueStore Queue { get; }

    /// <summary>The same over the control connection.</summary>
    public IQueueStore Control { get; }

    public QueueShare Share { get; }

    public TimeProvider Time => worker.Time;

    /// <summary>The session under which this pump acts now.</summary>
    public PumpSession Session => session;

    /// <summary>Tells how a run ended, unless it is not its own any more. It is stored with the next turn.</summary>
    public void Complete(RunningJob job, in Outcome outcome) => outcomes.Add(job, outcome);

    /// <inheritdoc cref="OutcomeBuffer.GiveUp"/>
    public bool GiveUp(RunningJob job, Outcome? outcome) => outcomes.GiveUp(job, outcome);

    /// <summary>A wake-up: jobs, or a cancellation, or a new earliest time, or it is time to look.</summary>
    public void Wake()
    {
        woken = true;
        worker.Slots.Feed(Share);
        signal.Raise();
    }

    /// <summary>Jobs wait: whatever slots are free go for them.</summary>
    public void Feed()
    {
        worker.Slots.Feed(Share);
        signal.Raise();
    }

    /// <summary>Jobs wait that others could not run.</summary>
    /// <param name="runnable">Each a <see cref="JobKind"/> that this worker can.</param>
    public void Adopt(byte[][] runnable)
    {
        kinds = runnable;
        Feed();
    }

    /// <summary>The turn that fetched a job was sent so long ago, and nothing has shown since that the session lives, that the session may be over: three
    /// quarters of its length, since a turn renews it only when a tenth has gone by, and a start takes time too.</summary>
    /// <param name="sentAt">When it was sent.</param>
    public bool IsOverdue(long sentAt) => worker.Time.GetElapsedTime(Math.Max(sentAt, session.AliveAt)) > worker.Options.SessionLength * 0.75;

    /// <summary>No more jobs are taken; <see cref="RunAsync"/> ends when all that was held is told.</summary>
    public void Drain()
    {
        turns.Draining = true;
        signal.Raise();
    }

    /// <summary>The keeper found that the session has been recovered by others.</summary>
    public void SessionEnded()
    {
        woken = true;
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
            var batch = outcomes.Take(turns.Budget.Bytes);
            var allowed = worker.Slots.Take(Share, anyway: batch.Count > 0 || woken);
            granted = allowed.Slots;
            var ahead = allowed.Hungry ? Math.Max(0, pace.Prefetch - allowed.Waiting) : 0;
            var want = turns.Draining ? 0 : turns.Budget.Afford(Math.Min(granted + ahead, TurnRequest.MaxWant));
            if (batch.Count == 0 && want == 0 && !woken)
            {
                Release(allowed.Hungry);
                if (turns.Draining && IsThrough())
                {
                    through = true;
                    break;
                }

                clock.Set(allowed.Waiting > 0 ? pace.Patience - worker.Time.GetElapsedTime(allowed.OldestAt) : null, poll: held > 0);
                await signal.WaitAsync().ConfigureAwait(false);
                continue;
            }

            woken = false;
            await TurnAsync(batch, want, abort).ConfigureAwait(false);
        }

        await session.CloseAsync(settled: through && !inDoubt && !turns.HoldsUntellable, abort).ConfigureAwait(false);
    }

    public void Dispose() => clock.Dispose();

    private async ValueTask TurnAsync(List<Outcome> batch, int want, CancellationToken abort)
    {
        var (asked, tells) = (want > 0 ? kinds : null, batch.Count);
        var reply = await turns.SendAsync(session, batch, want, asked, abort).ConfigureAwait(false);
        switch (reply)
        {
            case null:
                inDoubt = true;
                Release(more: true);
                break;
            case { Status: TurnStatus.Applied }:
                var finished = Finished(batch);
                held += reply.Jobs.Length + reply.Undelivered.Length - tells;
                batch.Clear();
                if (held == 0 && !inDoubt && !turns.HoldsUntellable)
                {
                    session.Rest();
                }

                if (asked is not null && reply.Jobs.Length < want)
                {
                    Interlocked.CompareExchange(ref kinds, null, asked); // that was all of them
                }

                pace.Turned(finished, turns.SentAt, starved: Receive(reply, want) ? reply.Jobs.Length : 0);
                break;
            default:
                await StartOverAsync(batch).ConfigureAwait(false);
                Release(more: true);
                break;
        }
    }

    /// <returns>Slots were idle when it came, and nothing of this queue waited for one.</returns>
    private bool Receive(TurnReply reply, int want)
    {
        foreach (var id in reply.Refused)
        {
            worker.Log.OutcomeRefused(id, Queue.Queue, session.Id);
        }

        clock.Told(reply.NextIn == TimeSpan.Zero ? null : reply.NextIn); // at once: as soon as it is granted a slot, then
        var more = reply.Jobs.Length >= want || reply.NextIn == TimeSpan.Zero;
        var starved = worker.Slots.Return(Share, granted, reply.Jobs, this, more, turns.SentAt);
        granted = 0;
        Requeue(reply);
        if (reply.Cancels.Length > 0)
        {
            var notStarted = worker.Slots.Withdraw(Share, reply.Cancels);
            outcomes.GiveBack(notStarted); // they never start: given back, they are found to be cancelled
            _ = worker.UnrunJobs.TellAsync(Queue, [.. notStarted.Select(static job => job.Id)], RunEnd.Cancelled);
            worker.CancelRunning(this, reply.Cancels);
        }

        return starved;
    }

    /// <summary>Jobs that the turn fetched, and whose envelopes did not come: they are fetched anew, fewer at a time.</summary>
    private void Requeue(TurnReply reply)
    {
        if (reply.Undelivered is not [var first, ..] jobs)
        {
            return;
        }

        var bytes = reply.FirstUndeliveredBytes;
        if (turns.BeganWithOneJob && unfetchable.Failed(first.Id, bytes))
        {
            var timeout = worker.Store.Link.CallTimeout;
            worker.Log.TooLargeToFetch(first.Id, Queue.Queue, bytes, timeout);
            outcomes.Add(UnfetchableJobs.Dead(first, Queue.Queue, bytes, timeout));
            jobs = jobs[1..];
        }

        JobsMeter.Requeued(jobs.Length, Queue.Queue);
        outcomes.GiveBack([.. jobs]);
    }

    private void Release(bool more)
    {
        worker.Slots.Return(Share, granted, [], this, more, 0);
        granted = 0;
    }

    /// <summary>After a recovery by others: nothing this session held is its own any more.</summary>
    private async Task StartOverAsync(List<Outcome> batch)
    {
        Release(more: false);
        var lost = batch.Count + worker.Slots.Withdraw(Share).Count;
        batch.Clear();
        held = 0;
        lost += outcomes.Drop(worker.RunningOf(this));
        worker.Log.SessionRecovered(session.Id, Queue.Queue, lost);
        await session.ForgetAsync().ConfigureAwait(false);
        session = new PumpSession(worker, this, session.Generation + 1);
        inDoubt = false;
        await session.OpenAsync().ConfigureAwait(false);
    }

    /// <summary>Jobs fetched ahead that found no slot in time go back, so that nothing waits behind a slow job.</summary>
    private void WithdrawStale()
    {
        var patience = pace.Patience;
        var stale = turns.Draining
            ? worker.Slots.Withdraw(Share)
            : worker.Slots.WithdrawStale(Share, worker.Time.GetTimestamp() - clock.Ticks(patience));
        if (stale.Count > 0 && !turns.Draining)
        {
            pace.Reset(); // else the same jobs would be fetched ahead again at once
            requeues.Requeued(stale.Count, patience);
        }

        outcomes.GiveBack(stale);
    }

    private static int Finished(List<Outcome> batch)
    {
        var finished = batch.Count;
        foreach (var outcome in batch)
        {
            finished -= outcome.End == RunEnd.Interrupted ? 1 : 0;
        }

        return finished;
    }

    /// <summary>In this order: a run that was open a moment ago may have put its outcome there since.</summary>
    private bool IsThrough() => !worker.RunningOf(this).Any(static running => running.IsOpen) && outcomes.IsEmpty;
}
