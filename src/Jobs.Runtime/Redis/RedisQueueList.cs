using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>The list of queues in Redis: a set of names, and beside it when each was last used.</summary>
internal sealed class RedisQueueList(JobStore store, RedisLink link) : IQueueList
{
    /// <summary>The use before the name: a name without a use is taken for one that has just been used.</summary>
    public async Task AddAsync(IReadOnlyCollection<string> queues, DateTimeOffset now)
    {
        var database = await DatabaseAsync().ConfigureAwait(false);
        var seconds = now.ToUnixTimeSeconds();
        var used = database.SortedSetAddAsync(store.QueueUsesKey, [.. queues.Select(queue => new SortedSetEntry(queue, seconds))]);
        var listed = database.SetAddAsync(store.QueuesKey, [.. queues.Select(static queue => (RedisValue)queue)]);
        await Task.WhenAll(used, listed).ConfigureAwait(false);
    }

    public async Task<IReadOnlyCollection<string>> AllAsync()
    {
        var members = await (await DatabaseAsync().ConfigureAwait(false)).SetMembersAsync(store.QueuesKey).ConfigureAwait(false);
        return [.. members.Select(static member => member.ToString())];
    }

    public async Task<IReadOnlyList<string>> DropUnusedAsync(DateTimeOffset now, TimeSpan patience, int max)
    {
        var database = await DatabaseAsync().ConfigureAwait(false);
        var seconds = now.ToUnixTimeSeconds();
        await NoteMissingAsync(database, seconds).ConfigureAwait(false);
        var old = await database.SortedSetRangeByScoreAsync(
            store.QueueUsesKey, stop: seconds - patience.TotalSeconds, exclude: Exclude.Stop, take: max).ConfigureAwait(false);
        var dropped = await Task.WhenAll(old.Select(name => DropAsync(database, name))).ConfigureAwait(false);
        return [.. old.Zip(dropped).Where(static one => one.Second).Select(static one => one.First.ToString())];
    }

    /// <summary>Once the layout of the keys is known: before, nothing is written.</summary>
    private async ValueTask<IDatabase> DatabaseAsync()
    {
        await store.Link.ReadyAsync().ConfigureAwait(false);
        return (await link.GetAsync().ConfigureAwait(false)).GetDatabase();
    }

    /// <summary>Names that an older version, or an interrupted call, has left without a use are taken for used now.</summary>
    private async Task NoteMissingAsync(IDatabase database, long now)
    {
        var listed = await database.SetMembersAsync(store.QueuesKey).ConfigureAwait(false);
        var uses = await database.SortedSetRangeByRankAsync(store.QueueUsesKey).ConfigureAwait(false);
        SortedSetEntry[] missing = [.. listed.Except(uses).Select(name => new SortedSetEntry(name, now))];
        if (missing.Length > 0)
        {
            await database.SortedSetAddAsync(store.QueueUsesKey, missing, SortedSetWhen.NotExists).ConfigureAwait(false);
        }
    }

    /// <returns>False: it stays, or was no name.</returns>
    private async Task<bool> DropAsync(IDatabase database, RedisValue name)
    {
        if (!Check.IsName(name))
        {
            await database.SortedSetRemoveAsync(store.QueueUsesKey, name).ConfigureAwait(false);
            return false;
        }

        var keys = store.Passing(name!).Names.InUse;
        if (await database.KeyExistsAsync(keys).ConfigureAwait(false) > 0)
        {
            return false;
        }

        await database.SetRemoveAsync(store.QueuesKey, name).ConfigureAwait(false);
        await database.SortedSetRemoveAsync(store.QueueUsesKey, name).ConfigureAwait(false);
        if (await database.KeyExistsAsync(keys).ConfigureAwait(false) > 0)
        {
            await database.SetAddAsync(store.QueuesKey, name).ConfigureAwait(false); // somebody has just come
            return false;
        }

        return true;
    }
}
