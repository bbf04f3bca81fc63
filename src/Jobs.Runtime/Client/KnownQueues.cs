using System.Collections.Concurrent;
using Jobs.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Client;

/// <summary>The queues in use: a set in Redis, to which each process adds a name beside its first enqueue, and again each minute in which it uses the queue:
/// so a list that was lost is there again, and what nobody has used for a week, and is empty, leaves it (<see cref="UnusedQueues"/>).</summary>
internal sealed class KnownQueues : IDisposable
{
    /// <summary>Between two looks at which queues were used.</summary>
    internal static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    private const int RoundsToFirstTidying = 30;
    private const int RoundsOfADay = 24 * 60;
    private static readonly TimeSpan MinWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, QueueUse> own = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private readonly JobStore store;
    private readonly RedisLink link;
    private readonly UnusedQueues unused;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ITimer timer;
    private int rounds;
    private int started;
    private int busy;

    public KnownQueues(JobStore store, RedisLink link, TimeProvider time, ILogger log)
    {
        this.store = store;
        this.link = link;
        this.time = time;
        this.log = log;
        unused = new UnusedQueues(store, link, time, log);
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
        var connection = await link.GetAsync().ConfigureAwait(false);
        var members = await connection.GetDatabase().SetMembersAsync(store.QueuesKey).ConfigureAwait(false);
        var all = new HashSet<string>(own.Keys, StringComparer.Ordinal);
        foreach (var member in members)
        {
            if ((string?)member is { } name && Check.IsName(name)) // somebody's edit of the set breaks no lookup
            {
                all.Add(name);
            }
        }

        return all;
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
                await unused.DropAsync().ConfigureAwait(false);
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

    /// <summary>The use before the name: a name without a use is taken for one that has just been used.</summary>
    private async Task ListAsync(QueueUse[] uses)
    {
        if (uses.Length == 0)
        {
            return;
        }

        await store.ReadyAsync().ConfigureAwait(false); // nothing is written where the layout is not known
        var database = (await link.GetAsync().ConfigureAwait(false)).GetDatabase();
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var used = database.SortedSetAddAsync(store.QueueUsesKey, [.. uses.Select(use => new SortedSetEntry(use.Queue, now))]);
        var listed = database.SetAddAsync(store.QueuesKey, [.. uses.Select(use => (RedisValue)use.Queue)]);
        await Task.WhenAll(used, listed).ConfigureAwait(false);
    }
}
