using System.Globalization;
using Jobs.Store;

namespace Jobs.Worker;

/// <summary>Sees to one queue: gives the jobs of dead workers back, forgets jobs whose retention has ended, and finds what nobody was woken for.</summary>
/// <remarks>
/// Of the workers of a queue one does, and says on the queue's channel each time that it has looked, and what it has found: so the others need not ask,
/// and know that Redis served. Whoever has heard nothing for a while asks for itself. Two at once are harmless: each step takes only what is still there.
/// </remarks>
internal sealed class QueueUpkeep : IDisposable
{
    private const int SweepBatch = 1000;

    /// <summary>How often it looks, as a share of a session: so often that it is known at any time whether Redis has served for all of one.</summary>
    private const double ShareOfSession = 0.3;

    /// <summary>How often it looks while there is something to do.</summary>
    private static readonly TimeSpan BusyPeriod = TimeSpan.FromSeconds(1);

    private readonly WorkerServices worker;
    private readonly QueuePump pump;
    private readonly RunnableKinds kinds;
    private readonly AsyncSignal signal = new();
    private readonly ITimer timer;
    private readonly IListening news;
    private Task? listening; // to its news
    private volatile bool mine; // it sees to the queue, as far as it knows
    private bool failing; // the last pass did
    private TimeSpan wait; // until the next look, while nothing happens

    public QueueUpkeep(WorkerServices worker, QueuePump pump, RunnableKinds kinds)
    {
        this.worker = worker;
        this.pump = pump;
        this.kinds = kinds;
        wait = BusyPeriod;
        news = worker.Messages.OfUpkeep(pump.Queue.Queue, OnNews);
        timer = worker.Time.CreateTimer(static signal => ((AsyncSignal)signal!).Raise(), signal, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How often the queue is looked at while nothing happens. With the time another waits, it is not more than the poll interval.</summary>
    private TimeSpan Period => Earlier(worker.Options.SessionLength * ShareOfSession, worker.Options.PollInterval * 0.8);

    private TimeSpan Soonest => Earlier(BusyPeriod, Period);

    /// <summary>How long a worker that looks has the queue for itself.</summary>
    private TimeSpan Hold => Period * 1.2;

    /// <summary>How long nothing is to be heard of it before another asks; spread, so that not all do.</summary>
    private TimeSpan Patience => Period * (1.2 + (worker.Jitter() * 0.05));

    public async Task RunAsync(CancellationToken stopping)
    {
        await using var stop = stopping.Register(static signal => ((AsyncSignal)signal!).Raise(), signal);
        var next = Period * worker.Jitter(); // the queues of a worker one after the other
        while (!stopping.IsCancellationRequested)
        {
            timer.Change(next > TimeSpan.Zero ? next : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            await signal.WaitAsync().ConfigureAwait(false);
            if (!stopping.IsCancellationRequested)
            {
                next = await RunOnceAsync(stopping).ConfigureAwait(false);
            }
        }

        mine = false;
        try
        {
            await news.EndAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            worker.Log.MaintenanceFailed(e, pump.Queue.Queue, worker.Store.Link.Judge(e).Description);
        }
    }

    /// <summary>One pass, in bounded steps. Ended between two of them, it is gone on with by whoever comes next.</summary>
    /// <returns>How long until the next.</returns>
    internal async Task<TimeSpan> RunOnceAsync(CancellationToken stopping = default)
    {
        var session = pump.Session;
        if (!session.IsOpen || session.IsLost)
        {
            return Soonest;
        }

        Listen();

        try
        {
            var needs = await pump.Queue.LookAsync(session.Id, Hold).ConfigureAwait(false);
            if (!needs.IsKnown)
            {
                session.Lose();
                return Soonest;
            }

            worker.Store.Link.Answered(pump.Queue.Queue, QueueCall.Upkeep);
            session.Heard();
            mine = needs.IsMine;
            Serve(needs.Work, needs.Kinds.Span);
            var busy = mine && await SeeToAsync(session, needs, stopping).ConfigureAwait(false);
            failing = false;
            if (!mine)
            {
                return Earlier(Patience, needs.Left + (Patience - Hold));
            }

            await TellAsync(session, needs).ConfigureAwait(false);
            wait = busy ? Soonest : Earlier(wait * 2, Period);
            return needs.Left > TimeSpan.Zero ? Earlier(wait, needs.Left + TimeSpan.FromMilliseconds(100)) : wait;
        }
        catch (Exception e)
        {
            session.NotHeard();
            worker.Log.MaintenanceFailed(failing ? null : e, pump.Queue.Queue, worker.Store.Link.Judge(e).Description); // the next pass tries again
            worker.Store.Link.Notice(e, pump.Queue.Queue, QueueCall.Upkeep);
            failing = true;
            return Soonest;
        }
    }

    public void Dispose() => timer.Dispose();

    /// <returns>There was something to do, so there may be more.</returns>
    private async Task<bool> SeeToAsync(PumpSession session, QueueNeeds needs, CancellationToken stopping)
    {
        var busy = false;
        if (needs.Left == TimeSpan.Zero || needs.Check)
        {
            busy = true;
            if (session.MayRecover)
            {
                await RecoverAsync(stopping).ConfigureAwait(false);
            }
        }

        if (needs.Sweep)
        {
            busy = true;
            while (!stopping.IsCancellationRequested && await pump.Queue.SweepAsync(SweepBatch).ConfigureAwait(false) == SweepBatch)
            {
            }
        }

        return busy;
    }

    private async Task RecoverAsync(CancellationToken stopping)
    {
        var step = RecoverStep.Start;
        do
        {
            step = await pump.Queue.RecoverAsync(step, worker.Options.MaxRecoveries).ConfigureAwait(false);
            if (step.Recovered.Length > 0)
            {
                worker.Log.Recovered(step.Recovered.Length, pump.Queue.Queue, string.Join(", ", step.Sessions));
            }

            foreach (var id in step.Quarantined)
            {
                worker.Log.Quarantined(id, pump.Queue.Queue, worker.Options.MaxRecoveries);
            }

            TellHooks(step);
        }
        while (!step.IsLast && !stopping.IsCancellationRequested);
    }

    /// <summary>In the background: a hook that hangs must hold no recovery up.</summary>
    private void TellHooks(RecoverStep step)
    {
        _ = worker.UnrunJobs.TellAsync(pump.Queue, step.Cancelled, RunEnd.Cancelled);
        _ = worker.UnrunJobs.TellAsync(pump.Queue, step.Quarantined, RunEnd.Dead, () => new JobDeadException(
            $"The worker that ran it died, more than {worker.Options.MaxRecoveries} times: the job is quarantined."));
    }

    /// <summary>What waits is for whoever has a slot to spare.</summary>
    private void Serve(bool work, ReadOnlySpan<byte> unhandled)
    {
        if (kinds.Among(unhandled) is { Length: > 0 } runnable)
        {
            pump.Adopt(runnable);
        }
        else if (work)
        {
            pump.Feed();
        }
    }

    /// <summary>Tells the others: 'session work' and a line feed, then the kinds.</summary>
    private Task TellAsync(PumpSession session, QueueNeeds needs)
    {
        var head = System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{session.Id} {(needs.Work ? 1 : 0)}\n"));
        return worker.Messages.TellAsync(pump.Queue.Queue, (byte[])[.. head, .. needs.Kinds.Span]); // a hint: who does not hear it asks
    }

    private void OnNews(ReadOnlyMemory<byte> told)
    {
        var text = told.Span;
        var end = text.IndexOf((byte)'\n');
        var session = pump.Session;
        if (end < 2 || text[..(end - 2)].SequenceEqual(System.Text.Encoding.ASCII.GetBytes(session.Id)))
        {
            return;
        }

        session.Heard();
        if (!mine)
        {
            timer.Change(Patience, Timeout.InfiniteTimeSpan);
        }

        Serve(work: text[end - 1] == (byte)'1', text[(end + 1)..]);
    }

    /// <summary>Waits for nothing: what cannot be subscribed to is tried again at the next pass, and until then the worker asks more often than it would have to.</summary>
    private void Listen()
    {
        if (listening is { IsCompleted: false } or { IsCompletedSuccessfully: true })
        {
            return;
        }

        try
        {
            listening = news.BeginAsync();
            _ = listening.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        catch (Exception) // a connection that is closed says so at once
        {
            listening = null;
        }
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
