using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>The manifests in Redis: one hash, with a field per set of jobs that workers run.</summary>
internal sealed class RedisManifests(RedisKey key, ScriptRunner scripts) : IManifestSets
{
    public async Task<bool> HasAsync(string set) => await (await DatabaseAsync().ConfigureAwait(false)).HashExistsAsync(key, set).ConfigureAwait(false);

    public async Task<long> WriteAsync(string set, Func<long, string> text)
    {
        var database = await DatabaseAsync().ConfigureAwait(false);
        var time = (RedisResult[])(await database.ExecuteAsync("TIME").ConfigureAwait(false))!;
        await database.HashSetAsync(key, set, text(((long)time[0] * 1000) + ((long)time[1] / 1000))).ConfigureAwait(false);
        return await database.HashLengthAsync(key).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<KeyValuePair<string, string>>> AllAsync() =>
        [.. (await (await DatabaseAsync().ConfigureAwait(false)).HashGetAllAsync(key).ConfigureAwait(false)).Select(static e => KeyValuePair.Create(e.Name.ToString(), e.Value.ToString()))];

    public async Task RemoveAsync(IReadOnlyCollection<string> sets) =>
        await (await DatabaseAsync().ConfigureAwait(false)).HashDeleteAsync(key, [.. sets.Select(static set => (RedisValue)set)]).ConfigureAwait(false);

    /// <summary>Once the layout of the keys is known: before, nothing is written.</summary>
    private async ValueTask<IDatabase> DatabaseAsync()
    {
        await scripts.ReadyAsync().ConfigureAwait(false);
        return (await scripts.Link.GetAsync().ConfigureAwait(false)).GetDatabase();
    }
}
