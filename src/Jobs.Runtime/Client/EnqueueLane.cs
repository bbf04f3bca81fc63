using Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Jobs.Client;

/// <summary>The way into one queue. While a call is under way, what is enqueued gathers and goes by the next: no timer fills a batch,
/// and a lone caller pays for one call.</summary>
internal sealed class EnqueueLane : IThreadPoolWorkItem
{
    /// <summary>Full batches gain nothing by waiting, so some go side by side; a batch with room left goes only alone.</summary>
    private const int MaxFullFlights = 3;

    /// <summary>Batches that ended early, since their jobs are of several tables (an id of the caller's own, an id that was just made), go side by
    /// side while they are not more than one full batch together: else each would wait for the one before.</summary>
    private const int MaxFlights = 32;

    private readonly Lock gate = new();
    private readonly Lock runway = new(); // held from taking a batch until it is written, so that batches are written in their order
    private readonly Queue<EnqueueBatch> waiting = new();
    private readonly Stack<SharedBatch> spare = new();
    private readonly EnqueueBatch?[] flying = new EnqueueBatch?[MaxFlights];
    private readonly EnqueueItemPool pool = new();
    private readonly EnqueueSender sender;
    private readonly EnqueueErrors errors;
    private readonly ILogger log;
    private SharedBatch filling;
    private int flights;
    private int flyingJobs;
    private int flyingBytes;
    private bool closed;
    private bool gathering; // callers who were answered together are about to come back: the first is not to leave without the others

    public EnqueueLane(QueueUse use, EnqueueSender sender, EnqueueErrors errors, ILogger log)
    {
        Use = use;
        this.sender = sender;
        this.errors = errors;
        this.log = log;
        filling = new SharedBatch(errors);
    }

    public QueueUse Use { get; }

    /// <summary>Stores one job.</summary>
    /// <param name="item">Id and deadline in ticks of the client's clock.</param>
    /// <param name="envelope">Copied.</param>
    /// <param name="terms">What the store does with it.</param>
    /// <param name="cancellationToken">Ends the caller's wait.</param>
    /// <param name="result">What the caller awaits.</param>
    /// <returns>False: the lane is closed, and another one is open or will be.</returns>
    public bool TryEnqueue(in NewJob item, ReadOnlySpan<byte> envelope, EnqueueTerms terms, CancellationToken cancellationToken, out ValueTask<JobHandle> result)
    {
        Use.Touch();
        var wait = pool.Take();
        wait.Begin(item.Id, item.Definition, Use.Queue, item.Deadline);
        result = wait.AsValueTask();
        wait.CancelWith(cancellationToken);
        bool mayTakeOff;
        lock (gate)
        {
            if (closed)
            {
                wait.Drop();
                return false;
            }

            if (!filling.HasRoomFor(item.Id, envelope.Length))
            {
                waiting.Enqueue(filling);
                filling = Spare();
            }

            filling.Add(wait, envelope, terms);
            mayTakeOff = MayTakeOff;
        }

        if (mayTakeOff)
        {
            TakeOff();
        }

        return true;
    }

    /// <summary>Sends a batch as it is, after what was enqueued before.</summary>
    /// <returns>False: the lane is closed, and another one is open or will be.</returns>
    public bool TryEnqueue(EnqueueBatch batch)
    {
        Use.Touch();
        bool mayTakeOff;
        lock (gate)
        {
            if (closed)
            {
                return false;
            }

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

        return true;
    }

    /// <summary>Ends a lane in which nobody waits.</summary>
    /// <returns>False: somebody does.</returns>
    public bool TryClose()
    {
        lock (gate)
        {
            return closed |= flights == 0 && waiting.Count == 0 && filling.Count == 0 && !gathering;
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
    private bool MayTakeOff => waiting.TryPeek(out var next)
        ? flights == 0 || (sender.IsSteady && (flights < MaxFullFlights || IsSmall(next)))
        : flights == 0 && !gathering && filling.Count > 0;

    private bool IsSmall(EnqueueBatch next) =>
        flights < MaxFlights && flyingJobs + next.Count <= IEnqueueRequest.MaxJobs && flyingBytes + next.Bytes <= EnqueueBatch.MaxBytes;

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

            sending = sender.SendAsync(batch);
        }

        _ = FlyAsync(batch, slot, sending);
    }

    private async Task FlyAsync(EnqueueBatch? batch, int slot, ValueTask sending)
    {
        while (true)
        {
            try
            {
                await sending.ConfigureAwait(false);
            }
            catch (Exception e)
            {
                GiveUp(batch!, e);
            }

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
                    sending = sender.SendAsync(batch);
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
                Execute(last);
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

    /// <summary>A defect must not take the lane with it: whoever waits in the batch is told, and the lane is free for the next.</summary>
    private void GiveUp(EnqueueBatch batch, Exception defect)
    {
        try
        {
            batch.GiveUp(defect);
        }
        finally
        {
            Quietly.Log(() => log.EnqueueDefect(defect, Use.Queue));
        }
    }

    /// <summary>What a caller's own code throws where it goes on is not for the lane to fall over.</summary>
    private void Execute(EnqueueItem? item)
    {
        try
        {
            item?.Execute();
        }
        catch (Exception e)
        {
            Quietly.Log(() => log.EnqueueDefect(e, Use.Queue));
        }
    }

    private void Land(EnqueueBatch batch, int slot)
    {
        flying[slot] = null;
        flights--;
        flyingJobs -= batch.Count;
        flyingBytes -= batch.Bytes;
        batch.Recycle();
        if (batch is SharedBatch shared && spare.Count < MaxFullFlights)
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
        flyingJobs += next.Count;
        flyingBytes += next.Bytes;
        return next;
    }

    private SharedBatch Spare() => spare.TryPop(out var batch) ? batch : new SharedBatch(errors);
}
