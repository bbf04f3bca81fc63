using System.Collections.Concurrent;
using Jobs.TestServers;

namespace Jobs.Faults.Running;

/// <summary>One Redis.</summary>
internal sealed class SingleRedis(RedisProcess redis) : ITopology
{
    /// <summary>Settings of a Redis whose append-only file tells all it did, and when, to the end.</summary>
    public static readonly string[] Telling = ["--aof-timestamp-enabled", "yes", "--auto-aof-rewrite-percentage", "0"];

    private readonly ConcurrentDictionary<string, FaultProxy> proxies = new(StringComparer.Ordinal);

    public IReadOnlyList<RedisProcess> Nodes { get; } = [redis];

    public string ConnectionString => redis.ConnectionString;

    public string ConnectionStringFor(string role) => Of(role).ConnectionString;

    public IReadOnlyList<FaultProxy> ProxiesOf(string role) => [Of(role)];

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in proxies.Values)
        {
            proxy.Dispose();
        }

        await redis.DisposeAsync();
    }

    private FaultProxy Of(string role) => proxies.GetOrAdd(role, _ => new FaultProxy(redis.Port));
}
