using Jobs.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Client;

/// <summary>Takes queues out of the list that hold nothing and were not used for a week. Their keys, counters too, stay as they are.</summary>
/// <remarks>Uses are told by the clocks of clients: one that is wrong by a week has queues leave early, which a later use puts right within a minute.</remarks>
internal sealed class UnusedQueues(JobStore store, RedisLink link, TimeProvider time, ILogger log)
{
    internal static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>So many are looked at in one go; the others the next day.</summary>
    private const int Batch = 1000;

    /// <returns>How many left.</returns>
    public async Task<int> DropAsync()
    {
        var database = (await link.GetAsync().ConfigureAwait(false)).GetDatabase();
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        await NoteMissingAsync(database, now).ConfigureAwait(false);
        var old = await database.SortedSetRangeByScoreAsync(
            store.QueueUsesKey, stop: now - Patience.TotalSeconds, exclude: Exclude.Stop, take: Batch).ConfigureAwait(false);
        var dropped = await Task.WhenAll(old.Select(name => DropAsync(database, name))).ConfigureAwait(false);
        return dropped.Count(left => left);
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

    private async Task<bool> DropAsync(IDatabase database, RedisValue name)
    {
        if (!Check.IsName(name))
        {
            return await database.SortedSetRemoveAsync(store.QueueUsesKey, name).ConfigureAwait(false);
        }

        var keys = store.Passing(name!).InUse;
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

        log.QueueUnlisted(name!);
        return true;
    }
}
