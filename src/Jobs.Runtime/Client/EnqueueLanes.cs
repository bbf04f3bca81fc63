using System.Collections.Concurrent;
using Jobs.Redis;
using Microsoft.Extensions.Logging;

namespace Jobs.Client;

/// <summary>One lane per queue, and the clock that ends waits whose time is over.</summary>
internal sealed class EnqueueLanes : IDisposable
{
    private readonly ConcurrentDictionary<string, EnqueueLane> lanes = new(StringComparer.Ordinal);
    private readonly Func<string, EnqueueLane> open;
    private readonly TimeProvider time;
    private readonly TimeSpan tick;
    private readonly ITimer timer;
    private int watching;

    public EnqueueLanes(JobStore store, ScriptRunner scripts, KnownQueues queues, TimeSpan timeout, TimeProvider time, ILogger log)
    {
        this.time = time;
        tick = TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds / 20, 10, 500));
        timer = time.CreateTimer(static lanes => ((EnqueueLanes)lanes!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        open = queue =>
        {
            queues.Add(queue);
            return new EnqueueLane(queue, new EnqueueSender(store, scripts, queue, time, log), new EnqueueErrors(queue, timeout));
        };
    }

    public EnqueueLane For(string queue) => lanes.TryGetValue(queue, out var known) ? known : lanes.GetOrAdd(queue, open);

    /// <summary>Called after something was enqueued: after, so that a clock which is just being stopped for want of waiters sees the new one,
    /// or is started again.</summary>
    public void Watch()
    {
        Interlocked.MemoryBarrier(); // what was enqueued must be visible before the clock is believed to run
        if (Volatile.Read(ref watching) == 0 && Interlocked.Exchange(ref watching, 1) == 0)
        {
            timer.Change(tick, tick);
        }
    }

    public void Dispose() => timer.Dispose();

    private void Tick()
    {
        if (Expire())
        {
            return;
        }

        // Idle: no process wakes twice a second for nothing. Whoever came in between is seen by the second look.
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Interlocked.Exchange(ref watching, 0);
        if (Expire() && Interlocked.Exchange(ref watching, 1) == 0)
        {
            timer.Change(tick, tick);
        }
    }

    private bool Expire()
    {
        var now = time.GetTimestamp();
        var busy = false;
        foreach (var lane in lanes)
        {
            busy |= lane.Value.Expire(now);
        }

        return busy;
    }
}
