using System.Collections.Concurrent;
using Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Jobs.Client;

/// <summary>One lane per queue that is enqueued into, and the clock that ends waits whose time is over.</summary>
internal sealed class EnqueueLanes : IDisposable
{
    /// <summary>With so many open, those that nobody waits in are closed before another opens: names of queues may be without number.</summary>
    internal const int MaxIdle = 256;

    private readonly ConcurrentDictionary<string, EnqueueLane> lanes = new(StringComparer.Ordinal);
    private readonly Func<string, EnqueueLane> open;
    private readonly KnownQueues queues;
    private readonly TimeProvider time;
    private readonly TimerLag lag;
    private readonly ILogger log;
    private readonly TimeSpan tick;
    private readonly ITimer timer;
    private long ticked;
    private int watching;

    public EnqueueLanes(IJobStore store, KnownQueues queues, TimeSpan timeout, TimerLag lag, TimeProvider time, ILogger log)
    {
        this.queues = queues;
        this.time = time;
        this.lag = lag;
        this.log = log;
        tick = TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds / 20, 10, 500));
        timer = time.CreateTimer(static lanes => ((EnqueueLanes)lanes!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        open = queue => new EnqueueLane(
            queues.Add(queue), new EnqueueSender(store.Passing(queue), store.Link, time, log), new EnqueueErrors(queue, timeout, lag, store.Link), log);
    }

    /// <summary>Lanes that are open.</summary>
    internal int Count => lanes.Count;

    /// <summary>Stores one job.</summary>
    /// <param name="queue">Where.</param>
    /// <param name="item">Id and deadline in ticks of the client's clock.</param>
    /// <param name="envelope">Copied.</param>
    /// <param name="terms">What the store does with it.</param>
    /// <param name="cancellationToken">Ends the caller's wait.</param>
    public ValueTask<JobHandle> Enqueue(string queue, in NewJob item, ReadOnlySpan<byte> envelope, EnqueueTerms terms, CancellationToken cancellationToken)
    {
        ValueTask<JobHandle> stored;
        while (!For(queue).TryEnqueue(item, envelope, terms, cancellationToken, out stored))
        {
            // It was closed between the look and the call, and is not found any more.
        }

        Watch();
        return stored;
    }

    /// <summary>Sends batches as they are, one after the other.</summary>
    public void Enqueue(string queue, IReadOnlyList<EnqueueBatch> batches)
    {
        foreach (var batch in batches)
        {
            while (!For(queue).TryEnqueue(batch))
            {
                // As above.
            }
        }

        Watch();
    }

    public void Dispose() => timer.Dispose();

    private EnqueueLane For(string queue)
    {
        if (lanes.TryGetValue(queue, out var known))
        {
            return known;
        }

        if (lanes.Count >= MaxIdle)
        {
            CloseIdle();
        }

        return lanes.GetOrAdd(queue, open);
    }

    private void CloseIdle()
    {
        foreach (var (queue, lane) in lanes)
        {
            if (lane.TryClose())
            {
                lanes.TryRemove(KeyValuePair.Create(queue, lane));
                queues.Close(lane.Use);
            }
        }
    }

    /// <summary>Called after something was enqueued: after, so that a clock which is just being stopped for want of waiters sees the new one,
    /// or is started again.</summary>
    private void Watch()
    {
        Interlocked.MemoryBarrier(); // what was enqueued must be visible before the clock is believed to run
        if (Volatile.Read(ref watching) == 0 && Interlocked.Exchange(ref watching, 1) == 0)
        {
            Start();
        }
    }

    private void Start()
    {
        Volatile.Write(ref ticked, time.GetTimestamp());
        timer.Change(tick, tick);
    }

    private void Tick()
    {
        try
        {
            lag.Note(time.GetElapsedTime(Interlocked.Exchange(ref ticked, time.GetTimestamp())) - tick);
            if (Expire())
            {
                return;
            }

            // Idle: no process wakes twice a second for nothing. Whoever came in between is seen by the second look.
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Interlocked.Exchange(ref watching, 0);
            if (Expire() && Interlocked.Exchange(ref watching, 1) == 0)
            {
                Start();
            }
        }
        catch (Exception e)
        {
            Quietly.Log(() => log.ClockDefect(e)); // out of a timer it would end the process
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
