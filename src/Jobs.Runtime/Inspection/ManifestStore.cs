using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Inspection;

/// <summary>The manifests in Redis: one hash, with a field per set of jobs that workers run, so that many workers of one build are one field.</summary>
internal sealed class ManifestStore(JobStore store, RedisLink link)
{
    /// <summary>Sets that are kept: as many builds back as anybody looks.</summary>
    private const int MaxSets = 64;

    /// <summary>Writes what a worker can run, with the time by the server's clock.</summary>
    /// <param name="handlers">What it can run.</param>
    /// <param name="ifGone">True: nothing is written where it still stands there.</param>
    public async Task PublishAsync(JobHandlerTable handlers, bool ifGone = false)
    {
        var manifests = handlers.Entries.Select(static e => e.Definition).Where(static d => d.Manifest.Length > 0)
            .DistinctBy(static d => d.Name).OrderBy(static d => d.Name, StringComparer.Ordinal).Select(static d => d.Manifest).ToList();
        if (manifests.Count == 0)
        {
            return;
        }

        var jobs = $"[{string.Join(',', manifests)}]";
        var set = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(jobs)).AsSpan(0, 8));
        await store.ReadyAsync().ConfigureAwait(false); // nothing is written where the layout is not known
        var database = (await link.GetAsync().ConfigureAwait(false)).GetDatabase();
        if (ifGone && await database.HashExistsAsync(store.ManifestsKey, set).ConfigureAwait(false))
        {
            return;
        }

        var time = (RedisResult[])(await database.ExecuteAsync("TIME").ConfigureAwait(false))!;
        var at = ((long)time[0] * 1000) + ((long)time[1] / 1000);
        await database.HashSetAsync(store.ManifestsKey, set, string.Create(CultureInfo.InvariantCulture, $"{{\"at\":{at},\"jobs\":{jobs}}}")).ConfigureAwait(false);
        if (await database.HashLengthAsync(store.ManifestsKey).ConfigureAwait(false) > MaxSets)
        {
            await PruneAsync(database).ConfigureAwait(false);
        }
    }

    /// <summary>What has been published, newest first.</summary>
    public async Task<JobManifests> ReadAsync()
    {
        var database = (await link.GetAsync().ConfigureAwait(false)).GetDatabase();
        return JobManifests.Read((await database.HashGetAllAsync(store.ManifestsKey).ConfigureAwait(false)).Select(static e => e.Value.ToString()));
    }

    private async Task PruneAsync(IDatabase database)
    {
        var sets = await database.HashGetAllAsync(store.ManifestsKey).ConfigureAwait(false);
        var oldest = sets.OrderByDescending(static s => JobManifests.TimeOf(s.Value.ToString())).Skip(MaxSets).Select(static s => s.Name).ToArray();
        await database.HashDeleteAsync(store.ManifestsKey, oldest).ConfigureAwait(false);
    }
}
