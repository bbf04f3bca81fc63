using System.Collections.Concurrent;
using Jobs.Store;

namespace Jobs.Testing.Memory;

/// <summary>The manifests of a store in memory.</summary>
internal sealed class MemoryManifests(TimeProvider time) : IManifestSets
{
    private readonly ConcurrentDictionary<string, string> sets = new(StringComparer.Ordinal);

    public Task<bool> HasAsync(string set) => Task.FromResult(sets.ContainsKey(set));

    public Task<long> WriteAsync(string set, Func<long, string> text)
    {
        sets[set] = text(time.GetUtcNow().ToUnixTimeMilliseconds());
        return Task.FromResult((long)sets.Count);
    }

    public Task<IReadOnlyList<KeyValuePair<string, string>>> AllAsync() => Task.FromResult<IReadOnlyList<KeyValuePair<string, string>>>([.. sets]);

    public Task RemoveAsync(IReadOnlyCollection<string> sets)
    {
        foreach (var set in sets)
        {
            this.sets.TryRemove(set, out _);
        }

        return Task.CompletedTask;
    }
}
