using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Client;

/// <summary>The way into one queue. While a call is under way, what is enqueued gathers and goes by the next: no timer fills a batch,
/// and a lone caller pays for one call.</summary>
internal sealed class EnqueueLane
{
    /// <summary>Full batches gain nothing by waiting, so some go side by side; a batch with room left goes only alone.</summary>
    private const int MaxFlights = 3;

    private readonly Lock gate = new();
    private readonly Queue<EnqueueBatch> waiting = new();
    private readonly Stack<SharedBatch> spare = new();
    private readonly EnqueueBatch?[] flying = new EnqueueBatch?[MaxFlights];
    private readonly EnqueueRequest[] requests = [new(), new(), new()];
    private readonly EnqueueItemPool pool = new();
    private readonly EnqueueSender sender;
    private readonly EnqueueErrors errors;
    private SharedBatch filling;
    private int flights;

    public EnqueueLane(string queue, EnqueueSender sender, EnqueueErrors errors)
    {
        Queue = queue;
        this.sender = sender;
        this.errors = errors;
        filling = new SharedBatch(errors);
    }

    public string Queue { get; }

    /// <summary>Stores one job.</summary>
    /// <param name="item">Id and deadline in ticks of the client's clock.</param>
    /// <param name="envelope">Copied.</param>
    /// <param name="time">When it may start; null: at once.</param>
    /// <param name="cancellationToken">Ends the caller's wait.</param>
    public ValueTask<JobHandle> Enqueue(in NewJob item, ReadOnlySpan<byte> envelope, RedisValue time, CancellationToken cancellationToken)
    {
        var wait = pool.Take();
        wait.Begin(item.Id, item.IsFresh, item.Definition, Queue, item.Deadline);
        var result = wait.AsValueTask();
        wait.CancelWith(cancellationToken);
        EnqueueBatch? next;
        int slot;
        lock (gate)
        {
            if (!filling.HasRoomFor(envelope.Length))
            {
                waiting.Enqueue(filling);
                filling = Spare();
            }

            filling.Add(wait, envelope, time);
            next = TakeOff(out slot);
        }

        if (next is not null)
        {
            _ = FlyAsync(next, slot);
        }

        return result;
    }

    /// <summary>Sends a batch as it is, after what was enqueued before.</summary>
    public void Enqueue(EnqueueBatch batch)
    {
        EnqueueBatch? next;
        int slot;
        lock (gate)
        {
            if (filling.Count > 0)
            {
                waiting.Enqueue(filling);
                filling = Spare();
            }

            waiting.Enqueue(batch);
            next = TakeOff(out slot);
        }

        if (next is not null)
        {
            _ = FlyAsync(next, slot);
        }
    }

    /// <summary>Tells callers whose time is over.</summary>
    /// <returns>True: somebody still waits.</returns>
    public bool Expire(long now)
    {
        lock (gate)
        {
            foreach (var batch in flying)
            {
                batch?.Expire(now, sender.Trouble);
            }

            foreach (var batch in waiting)
            {
                batch.Expire(now, sender.Trouble);
            }

            filling.Expire(now, sender.Trouble);
            return flights > 0;
        }
    }

    private async Task FlyAsync(EnqueueBatch batch, int slot)
    {
        while (true)
        {
            await sender.SendAsync(batch, requests[slot]).ConfigureAwait(false);
            var last = (batch as SharedBatch)?.TakeLast();
            EnqueueBatch? next;
            lock (gate)
            {
                flying[slot] = null;
                flights--;
                batch.Recycle();
                if (batch is SharedBatch shared && spare.Count < MaxFlights)
                {
                    spare.Push(shared);
                }

                next = TakeOff(out slot);
            }

            if (next is null)
            {
                // Nothing else waits for this thread: a lone caller goes on here, without a detour by the pool.
                last?.Execute();
                return;
            }

            last?.Tell();
            batch = next;
        }
    }

    private EnqueueBatch? TakeOff(out int slot)
    {
        slot = 0;
        if (flights == MaxFlights || (!waiting.TryDequeue(out var next) && (flights > 0 || filling.Count == 0)))
        {
            return null;
        }

        if (next is null)
        {
            next = filling;
            filling = Spare();
        }

        slot = Array.IndexOf(flying, null);
        flying[slot] = next;
        flights++;
        return next;
    }

    private SharedBatch Spare() => spare.TryPop(out var batch) ? batch : new SharedBatch(errors);
}
