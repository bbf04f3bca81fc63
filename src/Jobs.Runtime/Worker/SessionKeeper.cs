using Jobs.Store;

namespace Jobs.Worker;

/// <summary>Renews the worker's sessions from a thread of its own, so that handlers which block every pool thread cost no session.</summary>
internal sealed class SessionKeeper(WorkerServices worker, IReadOnlyList<QueuePump> pumps) : IDisposable
{
    /// <summary>How many session lengths a session lives that holds nothing: nobody waits for it to be recovered.</summary>
    private const int RestingLengths = 8;

    /// <summary>After how many of them it is renewed.</summary>
    private const int RestingInterval = 3;

    private readonly CancellationTokenSource stop = new();
    private Thread? thread;

    private TimeSpan Interval => worker.Options.SessionLength / 3;

    public void Start()
    {
        thread = new Thread(Loop) { IsBackground = true, Name = "Jobs session keeper", Priority = ThreadPriority.AboveNormal };
        thread.UnsafeStart(); // of a life of its own: not in the activity and the log scopes of its starter
    }

    /// <summary>One renewal of every session. Waits for the answers; throws nothing: on a thread of its own, that would end the process.</summary>
    /// <param name="dueOnly">Not of those that hold nothing and were renewed for longer.</param>
    /// <returns>False: at least one was not answered.</returns>
    internal bool RunOnce(bool dueOnly = false)
    {
        var renewals = new List<(PumpSession Session, long RestsAfter, PendingRenewal Renewal)>();
        var sent = worker.Time.GetTimestamp();
        foreach (var pump in pumps)
        {
            if (pump.Session is { IsOpen: true, IsLost: false } session && session.RestsAfter is var restsAfter && (!dueOnly || IsDue(session, restsAfter)))
            {
                renewals.Add((session, restsAfter, Begin(pump, session, restsAfter)));
            }
        }

        var all = true;
        foreach (var (session, restsAfter, renewal) in renewals)
        {
            var left = Interval - worker.Time.GetElapsedTime(sent); // one wait for all: a hung server must not cost a wait per queue
            all &= Settle(session, restsAfter, renewal, sent, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return all;
    }

    public void Dispose()
    {
        stop.Cancel();
        thread?.Join(TimeSpan.FromSeconds(5));
    }

    /// <summary>A turn, of whatever it found, makes the session live for one length again.</summary>
    private bool IsDue(PumpSession session, long restsAfter) =>
        restsAfter < 0 || session.RestRenewed.After != restsAfter
        || worker.Time.GetElapsedTime(session.RestRenewed.At) > (worker.Options.SessionLength * RestingInterval) - (Interval / 2);

    private PendingRenewal Begin(QueuePump pump, PumpSession session, long restsAfter)
    {
        try
        {
            return pump.Control.BeginRenew(session.Id, worker.Options.SessionLength, restsAfter, worker.Options.SessionLength * RestingLengths);
        }
        catch (Exception e) // a connection that is closed says so at once
        {
            return PendingRenewal.Failed(e);
        }
    }

    private bool Settle(PumpSession session, long restsAfter, in PendingRenewal renewal, long sent, TimeSpan patience)
    {
        try
        {
            if (!renewal.Reply.Wait((int)patience.TotalMilliseconds, stop.Token))
            {
                session.NotRenewed();
                worker.Control.Link.Notice(new TimeoutException("A renewal was not answered in time"), session.Queue.Queue, QueueCall.Renewal);
                return false;
            }

            worker.Control.Link.Answered(session.Queue.Queue, QueueCall.Renewal);
            switch (renewal.End())
            {
                case Renewal.Ended:
                    session.Lose();
                    break;
                case var renewed:
                    worker.Control.Link.Answered(worker.Time.GetElapsedTime(sent));
                    session.Renewed(sent);
                    session.RestRenewed = (renewed == Renewal.Resting ? restsAfter : -1, worker.Time.GetTimestamp());
                    break;
            }

            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            var tries = session.NotRenewed();
            worker.Log.RenewalFailed(tries == 1 ? e.GetBaseException() : null, session.Id, session.Queue.Queue, tries, worker.Control.Link.Judge(e).Description);
            worker.Control.Link.Notice(e is AggregateException { InnerException: { } inner } ? inner : e, session.Queue.Queue, QueueCall.Renewal);
            return false;
        }
    }

    private void Loop()
    {
        var wait = Interval;
        while (!stop.Token.WaitHandle.WaitOne(wait))
        {
            // After a failure soon again: the session has most of its length left, and is not to lose it to a pause of ours.
            wait = RunOnce(dueOnly: true) ? Interval : Interval / 10;
        }
    }
}
