using Jobs;

namespace Versions;

/// <summary>Stores jobs of every kind, many at a time.</summary>
internal sealed class Producer(IJobClient client, Version version)
{
    private const int AtOnce = 100;

    /// <returns>How many were stored, and how many of them a worker of this version cannot run.</returns>
    /// <exception cref="JobStoreException">One was refused.</exception>
    public async Task<(int Stored, int Needed)> StoreAsync(string round, int count)
    {
        var needed = 0;
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(i => StoreOneAsync(round, i)));
            needed += version.Name == "next" ? some.Count(static i => KindOf(i) == "needed") : 0;
        }

        return (count, needed);
    }

    private async Task StoreOneAsync(string round, int i)
    {
        var kind = KindOf(i);
        var text = $"{version.Name}-{round}-{i}-{kind}";
        await client.EnqueueCount(new(text), new EnqueueOptions
        {
            Id = i % 3 == 0 ? JobId.From(text) : null, // with a mark
            Headers = kind == "plain" ? null : new Dictionary<string, string> { ["next"] = kind }, // only the next version makes an extension of it
            Delay = i % 11 == 0 ? TimeSpan.FromMilliseconds(50) : TimeSpan.Zero,
        });
    }

    private static string KindOf(int i) => i % 5 == 1 ? "note" : i % 7 == 2 ? "needed" : "plain";
}
