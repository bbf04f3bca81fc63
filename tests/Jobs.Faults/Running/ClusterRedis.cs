using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Faults.Running;

/// <summary>A Redis Cluster of three primaries on loopback, each with a third of the slots. It has no proxies: its nodes tell clients of each other.</summary>
internal sealed class ClusterRedis : ITopology
{
    private const int Slots = 16384;
    private const int Primaries = 3;

    private ClusterRedis(IReadOnlyList<RedisProcess> nodes) => Nodes = nodes;

    public IReadOnlyList<RedisProcess> Nodes { get; }

    public string ConnectionString => string.Join(',', Nodes.Select(node => node.ConnectionString));

    /// <returns>When every node knows who has which slot.</returns>
    public static async Task<ClusterRedis> StartAsync(CancellationToken ct)
    {
        var nodes = new List<RedisProcess>();
        for (var i = 0; i < Primaries; i++)
        {
            // A node that is down takes its own slots away and no others'.
            nodes.Add(await RedisProcess.StartAsync(appendOnly: true, "--cluster-enabled", "yes", "--cluster-port", FreePort().ToString(CultureInfo.InvariantCulture),
                "--cluster-node-timeout", "2000", "--cluster-require-full-coverage", "no"));
        }

        var cluster = new ClusterRedis(nodes);
        for (var i = 0; i < Primaries; i++)
        {
            await using var connection = await ConnectAsync(nodes[i]);
            var server = connection.GetServers()[0];
            await server.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", i * Slots / Primaries, ((i + 1) * Slots / Primaries) - 1);
            if (i > 0)
            {
                await server.ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", nodes[0].Port, await BusPortAsync(nodes[0]));
            }
        }

        foreach (var node in nodes)
        {
            await using var connection = await ConnectAsync(node);
            await Until.HoldsAsync(
                async () => (string?)await connection.GetServers()[0].ExecuteAsync("CLUSTER", "INFO") is { } info
                    && info.Contains("cluster_state:ok", StringComparison.Ordinal) && info.Contains($"cluster_slots_ok:{Slots}", StringComparison.Ordinal),
                "the cluster is whole", TimeSpan.FromSeconds(30), ct);
        }

        return cluster;
    }

    public string ConnectionStringFor(string role) => ConnectionString;

    public IReadOnlyList<FaultProxy> ProxiesOf(string role) => [];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(RedisProcess node) => ConnectionMultiplexer.ConnectAsync($"{node.ConnectionString},allowAdmin=true");

    private static async Task<int> BusPortAsync(RedisProcess node)
    {
        await using var connection = await ConnectAsync(node);
        var settings = (string[])(await connection.GetServers()[0].ExecuteAsync("CONFIG", "GET", "cluster-port"))!;
        return int.Parse(settings[1], CultureInfo.InvariantCulture);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
