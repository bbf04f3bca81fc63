using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Worker;

/// <summary>Renews the worker's sessions from a thread of its own, so that handlers which block every pool thread cost no session.</summary>
internal sealed class SessionKeeper(WorkerServices worker, IReadOnlyList<QueuePump> pumps) : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private Thread? thread;

    private TimeSpan Interval => worker.Options.SessionLength / 3;

    public void Start()
    {
        thread = new Thread(Loop) { IsBackground = true, Name = "Jobs session keeper", Priority = ThreadPriority.AboveNormal };
        thread.UnsafeStart(); // of a life of its own: not in the activity and the log scopes of its starter
    }

    /// <summary>One renewal of every session. Waits for the answers; throws nothing: on a thread of its own, that would end the process.</summary>
    /// <returns>False: at least one was not answered.</returns>
    internal bool RunOnce()
    {
        var renewals = new List<(PumpSession Session, Task<RedisResult> Renewal)>();
        var sent = worker.Time.GetTimestamp();
        foreach (var pump in pumps)
        {
            if (pump.Session is { IsOpen: true, IsLost: false } session)
            {
                renewals.Add((session, Begin(pump, session)));
            }
        }

        var all = true;
        foreach (var (session, renewal) in renewals)
        {
            var left = Interval - worker.Time.GetElapsedTime(sent); // one wait for all: a hung server must not cost a wait per queue
            all &= Settle(session, renewal, sent, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return all;
    }

    public void Dispose()
    {
        stop.Cancel();
        thread?.Join(TimeSpan.FromSeconds(5));
    }

    private Task<RedisResult> Begin(QueuePump pump, PumpSession session)
    {
        try
        {
            return worker.Control.BeginRenewAsync(pump.Queue, session.Id, worker.Options.SessionLength);
        }
        catch (Exception e) // a connection that is closed says so at once
        {
            return Task.FromException<RedisResult>(e);
        }
    }

    private bool Settle(PumpSession session, Task<RedisResult> renewal, long sent, TimeSpan patience)
    {
        try
        {
            if (!renewal.Wait((int)patience.TotalMilliseconds, stop.Token))
            {
                session.NotRenewed();
                worker.Control.Notice(new TimeoutException("A renewal was not answered in time"), session.Queue, QueueCall.Renewal);
                return false;
            }

            worker.Control.Answered(session.Queue, QueueCall.Renewal);
            if (JobStore.EndRenew(renewal.Result))
            {
                worker.Control.Answered(worker.Time.GetElapsedTime(sent));
                session.Renewed(sent);
            }
            else
            {
                session.Lose();
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
            worker.Log.RenewalFailed(tries == 1 ? e.GetBaseException() : null, session.Id, session.Queue.Queue, tries, RedisFault.Summary(e));
            worker.Control.Notice(e is AggregateException { InnerException: { } inner } ? inner : e, session.Queue, QueueCall.Renewal);
            return false;
        }
    }

    private void Loop()
    {
        var wait = Interval;
        while (!stop.Token.WaitHandle.WaitOne(wait))
        {
            // After a failure soon again: the session has most of its length left, and is not to lose it to a pause of ours.
            wait = RunOnce() ? Interval : Interval / 10;
        }
    }
}
