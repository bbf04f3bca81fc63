using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Jobs.TestServers;

/// <summary>A Redis Cluster of three primaries on loopback, each with a third of the slots.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16384;
    private const int Primaries = 3;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private readonly ConnectionMultiplexer admin;

    private RedisCluster(IReadOnlyList<RedisProcess> nodes, ConnectionMultiplexer admin)
    {
        Nodes = nodes;
        this.admin = admin;
    }

    public IReadOnlyList<RedisProcess> Nodes { get; }

    public string ConnectionString => NamesOf(Nodes);

    /// <returns>When every node knows who has which slot.</returns>
    public static async Task<RedisCluster> StartAsync(CancellationToken ct)
    {
        var nodes = new List<RedisProcess>();
        var busPorts = new List<int>();
        for (var i = 0; i < Primaries; i++)
        {
            // A node that is down takes its own slots away and no others'.
            busPorts.Add(FreePort());
            nodes.Add(await RedisProcess.StartAsync(appendOnly: true, "--cluster-enabled", "yes", "--cluster-port", busPorts[i].ToString(CultureInfo.InvariantCulture),
                "--cluster-node-timeout", "2000", "--cluster-require-full-coverage", "no"));
        }

        var cluster = new RedisCluster(nodes, await ConnectionMultiplexer.ConnectAsync($"{NamesOf(nodes)},allowAdmin=true"));
        for (var i = 0; i < Primaries; i++)
        {
            await cluster.TellAsync(i, "ADDSLOTSRANGE", FirstSlotOf(i), FirstSlotOf(i + 1) - 1);
            if (i > 0)
            {
                await cluster.TellAsync(i, "MEET", "127.0.0.1", nodes[0].Port, busPorts[0]);
            }
        }

        for (var i = 0; i < Primaries; i++)
        {
            while ((string)(await cluster.TellAsync(i, "INFO"))! is var info
                && !(info.Contains("cluster_state:ok", StringComparison.Ordinal) && info.Contains($"cluster_slots_ok:{Slots}", StringComparison.Ordinal)))
            {
                await Task.Delay(Look, ct);
            }
        }

        return cluster;
    }

    /// <summary>Takes the slot of a key, which must be empty, from its first owner and gives it to the next node. Clients learn of it from the old one's answer.</summary>
    public async Task MoveSlotOfAsync(string key)
    {
        var slot = (int)await TellAsync(0, "KEYSLOT", key);
        var to = (Enumerable.Range(0, Primaries).Last(i => slot >= FirstSlotOf(i)) + 1) % Primaries;
        var owner = (string)(await TellAsync(to, "MYID"))!;
        foreach (var i in Enumerable.Range(0, Primaries).OrderBy(i => i == to ? 0 : 1)) // the new one first, so that there is always one
        {
            await TellAsync(i, "SETSLOT", slot, "NODE", owner);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await admin.DisposeAsync();
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }
    }

    private Task<RedisResult> TellAsync(int node, params object[] command) =>
        admin.GetServer("127.0.0.1", Nodes[node].Port).ExecuteAsync("CLUSTER", command);

    private static int FirstSlotOf(int node) => node * Slots / Primaries;

    private static string NamesOf(IEnumerable<RedisProcess> nodes) => string.Join(',', nodes.Select(node => node.ConnectionString));

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
