using System.Collections.Concurrent;
using Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Jobs.Client;

/// <summary>The queues in use: a list in the store, to which each process adds a name beside its first enqueue, and again each minute in which it uses the queue:
/// so a list that was lost is there again, and what nobody has used for a week, and is empty, leaves it.</summary>
internal sealed class KnownQueues : IDisposable
{
    /// <summary>Between two looks at which queues were used.</summary>
    internal static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    /// <summary>A queue that holds nothing stays in the list so long after its last use.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>So many unused ones are looked at in one go; the others the next day.</summary>
    private const int MaxUnused = 1000;

    private const int RoundsToFirstTidying = 30;
    private const int RoundsOfADay = 24 * 60;
    private static readonly TimeSpan MinWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, QueueUse> own = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private readonly IQueueList list;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ITimer timer;
    private int rounds;
    private int started;
    private int busy;

    public KnownQueues(IQueueList list, TimeProvider time, ILogger log)
    {
        this.list = list;
        this.time = time;
        this.log = log;
        timer = time.CreateTimer(static queues => _ = ((KnownQueues)queues!).RoundAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many queues this process keeps an eye on.</summary>
    internal int Count => own.Count;

    /// <summary>Adds a queue that is about to be used, in the background, and tries until it stands there.</summary>
    /// <returns>To be told of each use.</returns>
    public QueueUse Add(string queue)
    {
        if (own.TryGetValue(queue, out var known))
        {
            known.Touch();
            return known;
        }

        var use = new QueueUse(queue, List);
        var added = own.GetOrAdd(queue, use);
        if (added == use)
        {
            List(use);
        }

        return added;
    }

    /// <summary>Adds a queue whose jobs a worker of this process takes.</summary>
    public void Serve(string queue) => Add(queue).IsServed = true;

    /// <summary>Nothing is enqueued into it any more for now.</summary>
    public void Close(QueueUse use)
    {
        if (!use.IsServed)
        {
            own.TryRemove(KeyValuePair.Create(use.Queue, use));
        }
    }

    /// <summary>Every queue in Redis, and those of this process, which may not be there yet.</summary>
    public async Task<IReadOnlyCollection<string>> AllAsync()
    {
        var listed = await list.AllAsync().ConfigureAwait(false);
        return listed.Where(Check.IsName).Concat(own.Keys).ToHashSet(StringComparer.Ordinal); // somebody's edit of the list breaks no lookup
    }

    /// <summary>Lists what was used since the last round; once a day, where there is a worker, drops from the list what nobody uses.</summary>
    internal async Task RoundAsync()
    {
        if (Interlocked.Exchange(ref busy, 1) == 1)
        {
            return; // Redis is away: the round before still waits
        }

        try
        {
            var used = own.Values.Where(use => use.Take()).ToArray();
            await ListAsync(used).ConfigureAwait(false);
            if (++rounds % RoundsOfADay == RoundsToFirstTidying && own.Values.Any(use => use.IsServed)) // a worker: a producer has no rights to it
            {
                await DropUnusedAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Quietly.Log(() => log.QueuesNotListed(e)); // the next round tries again: what is used then is listed then
        }
        finally
        {
            Volatile.Write(ref busy, 0);
        }
    }

    /// <summary>Takes queues out of the list that hold nothing and were not used for a week.</summary>
    /// <returns>How many left.</returns>
    internal async Task<int> DropUnusedAsync()
    {
        var left = await list.DropUnusedAsync(time.GetUtcNow(), Patience, MaxUnused).ConfigureAwait(false);
        foreach (var queue in left)
        {
            log.QueueUnlisted(queue);
        }

        return left.Count;
    }

    public void Dispose()
    {
        timer.Dispose();
        stopping.Cancel();
        stopping.Dispose();
    }

    private void List(QueueUse use)
    {
        if (Interlocked.Exchange(ref started, 1) == 0)
        {
            timer.Change(Round, Round);
        }

        _ = ListUntilThereAsync(use);
    }

    private async Task ListUntilThereAsync(QueueUse use)
    {
        var stop = stopping.Token;
        for (var wait = MinWait; !stop.IsCancellationRequested; wait = wait < MaxWait ? wait * 2 : MaxWait)
        {
            try
            {
                await ListAsync([use]).ConfigureAwait(false);
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (Exception e)
            {
                Quietly.Log(() => log.QueueNotListed(e, use.Queue));
            }

            await Task.Delay(wait, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task ListAsync(QueueUse[] uses) =>
        uses.Length == 0 ? Task.CompletedTask : list.AddAsync([.. uses.Select(static use => use.Queue)], time.GetUtcNow());
}
