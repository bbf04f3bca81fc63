using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Jobs.Store;

namespace Jobs.Inspection;

/// <summary>The manifests in the store: one text per set of jobs that workers run, so that many workers of one build are one text.</summary>
internal sealed class ManifestStore(IManifestSets sets)
{
    /// <summary>Sets that are kept: as many builds back as anybody looks.</summary>
    private const int MaxSets = 64;

    /// <summary>Writes what a worker can run, with the time by the store's clock.</summary>
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
        if (ifGone && await sets.HasAsync(set).ConfigureAwait(false))
        {
            return;
        }

        if (await sets.WriteAsync(set, at => string.Create(CultureInfo.InvariantCulture, $"{{\"at\":{at},\"jobs\":{jobs}}}")).ConfigureAwait(false) > MaxSets)
        {
            await PruneAsync().ConfigureAwait(false);
        }
    }

    /// <summary>What has been published, newest first.</summary>
    public async Task<JobManifests> ReadAsync() => JobManifests.Read((await sets.AllAsync().ConfigureAwait(false)).Select(static set => set.Value));

    private async Task PruneAsync()
    {
        var all = await sets.AllAsync().ConfigureAwait(false);
        await sets.RemoveAsync([.. all.OrderByDescending(static set => JobManifests.TimeOf(set.Value)).Skip(MaxSets).Select(static set => set.Key)]).ConfigureAwait(false);
    }
}
