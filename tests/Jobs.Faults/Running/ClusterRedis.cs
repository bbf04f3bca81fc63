using Jobs.TestServers;

namespace Jobs.Faults.Running;

/// <summary>A Redis Cluster. It has no proxies: its nodes tell clients of each other.</summary>
internal sealed class ClusterRedis : ITopology
{
    private readonly RedisCluster cluster;

    private ClusterRedis(RedisCluster cluster) => this.cluster = cluster;

    public IReadOnlyList<RedisProcess> Nodes => cluster.Nodes;

    public string ConnectionString => cluster.ConnectionString;

    /// <returns>When every node knows who has which slot.</returns>
    public static async Task<ClusterRedis> StartAsync(CancellationToken ct) => new(await RedisCluster.StartAsync(ct));

    public string ConnectionStringFor(string role) => ConnectionString;

    public IReadOnlyList<FaultProxy> ProxiesOf(string role) => [];

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
