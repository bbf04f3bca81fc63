using System.Collections.Concurrent;
using Jobs.Redis;
using Microsoft.Extensions.Logging;

namespace Jobs.Client;

/// <summary>The queues that were ever used: a set in Redis, to which each process adds a name once, beside its first enqueue.</summary>
internal sealed class KnownQueues(JobStore store, RedisLink link, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan MinWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, bool> own = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Adds a queue in the background, and tries until it stands there.</summary>
    public void Add(string queue)
    {
        if (own.TryAdd(queue, true))
        {
            _ = ListAsync(queue);
        }
    }

    /// <summary>Every queue in Redis, and those of this process that are not there yet.</summary>
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

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
    }

    private async Task ListAsync(string queue)
    {
        var stop = stopping.Token;
        for (var wait = MinWait; !stop.IsCancellationRequested; wait = wait < MaxWait ? wait * 2 : MaxWait)
        {
            try
            {
                var connection = await link.GetAsync().ConfigureAwait(false);
                await connection.GetDatabase().SetAddAsync(store.QueuesKey, queue).ConfigureAwait(false);
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (Exception e)
            {
                log.QueueNotListed(e, queue);
            }

            try
            {
                await Task.Delay(wait, time, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
