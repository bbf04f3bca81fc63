using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Client;

/// <summary>The way into one queue. While a call is under way, what is enqueued gathers and goes by the next: no timer fills a batch,
/// and a lone caller pays for one call.</summary>
internal sealed class EnqueueLane : IThreadPoolWorkItem
{
    /// <summary>Full batches gain nothing by waiting, so some go side by side; a batch with room left goes only alone.</summary>
    private const int MaxFlights = 3;

    private readonly Lock gate = new();
    private readonly Lock runway = new(); // held from taking a batch until it is written, so that batches are written in their order
    private readonly Queue<EnqueueBatch> waiting = new();
    private readonly Stack<SharedBatch> spare = new();
    private readonly EnqueueBatch?[] flying = new EnqueueBatch?[MaxFlights];
    private readonly EnqueueRequest[] requests = [new(), new(), new()];
    private readonly EnqueueItemPool pool = new();
    private readonly EnqueueSender sender;
    private readonly EnqueueErrors errors;
    private SharedBatch filling;
    private int flights;
    private bool gathering; // callers who were answered together are about to come back: the first is not to leave without the others

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
        bool mayTakeOff;
        lock (gate)
        {
            if (!filling.HasRoomFor(item.Id, envelope.Length))
            {
                waiting.Enqueue(filling);
                filling = Spare();
            }

            filling.Add(wait, envelope, time);
            mayTakeOff = MayTakeOff;
        }

        if (mayTakeOff)
        {
            TakeOff();
        }

        return result;
    }

    /// <summary>Sends a batch as it is, after what was enqueued before.</summary>
    public void Enqueue(EnqueueBatch batch)
    {
        bool mayTakeOff;
        lock (gate)
        {
            if (filling.Count > 0)
            {
                waiting.Enqueue(filling);
                filling = Spare();
            }

            waiting.Enqueue(batch);
            mayTakeOff = MayTakeOff;
        }

        if (mayTakeOff)
        {
            TakeOff();
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
            return flights > 0 || filling.Count > 0;
        }
    }

    /// <summary>Those who were answered together have had their turn on the pool: whoever came back goes now.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        lock (gate)
        {
            gathering = false;
        }

        TakeOff();
    }

    /// <summary>While calls fail or wait for a connection one batch goes at a time: side by side they would overtake each other.</summary>
    private bool MayTakeOff => flights < (sender.IsSteady ? MaxFlights : 1) && (waiting.Count > 0 || (flights == 0 && !gathering && filling.Count > 0));

    private void TakeOff()
    {
        EnqueueBatch? batch;
        int slot;
        ValueTask sending;
        lock (runway)
        {
            lock (gate)
            {
                batch = Next(out slot);
            }

            if (batch is null)
            {
                return; // another thread was first
            }

            sending = sender.SendAsync(batch, requests[slot]);
        }

        _ = FlyAsync(batch, slot, sending);
    }

    private async Task FlyAsync(EnqueueBatch? batch, int slot, ValueTask sending)
    {
        while (true)
        {
            await sending.ConfigureAwait(false);
            var last = (batch as SharedBatch)?.TakeLast();
            bool together;
            lock (runway)
            {
                lock (gate)
                {
                    together = gathering = batch is SharedBatch { Count: > 1 };
                    Land(batch!, slot);
                    batch = Next(out slot);
                }

                if (batch is not null)
                {
                    sending = sender.SendAsync(batch, requests[slot]);
                }
            }

            if (together)
            {
                last?.Tell();
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false); // behind all who have been told
            }
            else if (batch is null)
            {
                // Nothing else waits for this thread: a lone caller goes on here, without a detour by the pool.
                last?.Execute();
            }
            else
            {
                last?.Tell();
            }

            if (batch is null)
            {
                return;
            }

            TakeOff(); // after a time of one flight, the others take off again
        }
    }

    private void Land(EnqueueBatch batch, int slot)
    {
        flying[slot] = null;
        flights--;
        batch.Recycle();
        if (batch is SharedBatch shared && spare.Count < MaxFlights)
        {
            spare.Push(shared);
        }
    }

    private EnqueueBatch? Next(out int slot)
    {
        slot = 0;
        if (!MayTakeOff)
        {
            return null;
        }

        if (!waiting.TryDequeue(out var next))
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
