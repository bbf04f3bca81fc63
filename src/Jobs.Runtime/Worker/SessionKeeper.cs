using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Worker;

/// <summary>Renews the worker's sessions from a thread of its own, so that handlers which block every pool thread cost no session.</summary>
internal sealed class SessionKeeper(WorkerServices worker, IReadOnlyList<QueuePump> pumps) : IDisposable
{
    private readonly ManualResetEventSlim stop = new();
    private Thread? thread;

    private TimeSpan Interval => worker.Options.SessionLength / 3;

    public void Start()
    {
        thread = new Thread(Loop) { IsBackground = true, Name = "Jobs session keeper", Priority = ThreadPriority.AboveNormal };
        thread.Start();
    }

    /// <summary>One renewal of every session. Waits for the answers.</summary>
    /// <returns>False: at least one was not answered.</returns>
    internal bool RunOnce()
    {
        var renewals = new List<(PumpSession Session, Task<RedisResult> Renewal)>();
        foreach (var pump in pumps)
        {
            if (pump.Session is { IsOpen: true, IsLost: false } session)
            {
                renewals.Add((session, worker.Control.BeginRenewAsync(pump.Queue, session.Id, worker.Options.SessionLength)));
            }
        }

        var all = true;
        var sent = worker.Time.GetTimestamp();
        foreach (var (session, renewal) in renewals)
        {
            var left = Interval - worker.Time.GetElapsedTime(sent); // one wait for all: a hung server must not cost a wait per queue
            all &= Settle(session, renewal, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return all;
    }

    public void Dispose()
    {
        stop.Set();
        thread?.Join(TimeSpan.FromSeconds(5));
        stop.Dispose();
    }

    private bool Settle(PumpSession session, Task<RedisResult> renewal, TimeSpan patience)
    {
        try
        {
            if (!renewal.Wait(patience))
            {
                session.NotRenewed();
                return false;
            }

            if (JobStore.EndRenew(renewal.Result))
            {
                session.Renewed();
            }
            else
            {
                session.Lose();
            }

            return true;
        }
        catch (AggregateException e)
        {
            session.NotRenewed();
            worker.Log.RenewalFailed(e.InnerException ?? e, session.Id);
            return false;
        }
    }

    private void Loop()
    {
        var wait = Interval;
        while (!stop.Wait(wait))
        {
            // After a failure soon again: the session has most of its length left, and is not to lose it to a pause of ours.
            wait = RunOnce() ? Interval : Interval / 10;
        }
    }
}
