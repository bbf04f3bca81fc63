using System.Globalization;
using System.Net;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Faults.Checking;

/// <summary>A queue as Redis holds it, looked at without Jobs, so that a mistake of Jobs cannot hide itself.</summary>
internal sealed class StoredQueue : IAsyncDisposable
{
    private readonly string prefix;
    private readonly Lazy<Task<ConnectionMultiplexer>> connection;

    public StoredQueue(string server, string queue = "default")
    {
        prefix = $"{{jobs:{queue}}}:";
        var options = ConfigurationOptions.Parse(server);
        options.AbortOnConnectFail = false;
        options.AllowAdmin = true;
        options.ReconnectRetryPolicy = new LinearRetry(100);
        options.AsyncTimeout = 20_000; // it reads whole keys
        connection = new(() => ConnectionMultiplexer.ConnectAsync(options));
    }

    /// <summary>How many jobs have completed; -1: Redis does not answer.</summary>
    public async Task<long> CompletedAsync()
    {
        try { return await CountAsync("completed"); }
        catch (Exception e) when (e is RedisConnectionException or RedisTimeoutException or RedisServerException) { return -1; }
    }

    /// <summary>A counter of the queue.</summary>
    public async Task<long> CountAsync(string counter) => (long)await (await DatabaseAsync()).HashGetAsync(prefix + "stats", counter);

    /// <summary>The sessions it knows.</summary>
    public async Task<long> SessionsAsync() => await (await DatabaseAsync()).SortedSetLengthAsync(prefix + "workers");

    /// <summary>Every job it holds. Reads whole keys: for a queue at rest.</summary>
    public async Task<IReadOnlyDictionary<JobId, StoredRun>> ReadAsync()
    {
        var database = await DatabaseAsync();
        var states = (await database.HashGetAllAsync(prefix + "state")).ToDictionary(entry => IdOf(entry.Name), entry => (string)entry.Value!);
        var places = new Dictionary<JobId, Place>();
        Put(await database.ListRangeAsync(prefix + "ready"), Place.Ready);
        Put(await database.SortedSetRangeByRankAsync(prefix + "due"), Place.Due);
        Put(await database.HashKeysAsync(prefix + "active"), Place.Active);
        Put(await database.SortedSetRangeByRankAsync(prefix + "done"), Place.Done);
        Put(await database.SortedSetRangeByRankAsync(prefix + "dead"), Place.Dead);
        return (await database.HashKeysAsync(prefix + "jobs")).Select(IdOf).ToDictionary(
            id => id, id => StateOf(states.GetValueOrDefault(id, "w 0 0\n"), places.GetValueOrDefault(id)));

        void Put(RedisValue[] ids, Place place)
        {
            foreach (var id in ids)
            {
                places[IdOf(id)] = place;
            }
        }
    }

    /// <summary>Everything that is neither completed nor gone, by the key that holds it.</summary>
    public async Task<IReadOnlyList<(string Key, long Count)>> UnfinishedAsync()
    {
        var database = await DatabaseAsync();
        return
        [
            ("ready", await database.ListLengthAsync(prefix + "ready")),
            ("due", await database.SortedSetLengthAsync(prefix + "due")),
            ("active", await database.HashLengthAsync(prefix + "active")),
            ("dead", await database.SortedSetLengthAsync(prefix + "dead")),
        ];
    }

    /// <summary>Makes the retention of all ended jobs end now.</summary>
    public async Task EndRetentionsAsync() => await (await DatabaseAsync()).ScriptEvaluateAsync(
        "for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZADD', KEYS[1], 1, id) end", [prefix + "done"]);

    /// <summary>Every key of the server.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync() =>
        [.. (await ServerAsync()).Keys(pageSize: 1000).Select(key => (string)key!).Order(StringComparer.Ordinal)];

    /// <summary>How long scripts took since the server started: the p99.9 of all, by its own measure; null: none ran.</summary>
    public async Task<TimeSpan?> ScriptTimeAsync()
    {
        var stats = await (await ServerAsync()).InfoAsync("latencystats");
        var text = stats.SelectMany(group => group).FirstOrDefault(pair => pair.Key == "latency_percentiles_usec_evalsha").Value;
        var last = text?.Split(',').FirstOrDefault(part => part.StartsWith("p99.9=", StringComparison.Ordinal));
        return last is null ? null : TimeSpan.FromMicroseconds(double.Parse(last.AsSpan("p99.9=".Length), CultureInfo.InvariantCulture));
    }

    /// <summary>Has the server forget its scripts.</summary>
    public async Task FlushScriptsAsync() => await (await ServerAsync()).ScriptFlushAsync();

    /// <summary>Has the server close all connections but this one.</summary>
    /// <returns>How many it closed.</returns>
    public async Task<long> KillClientsAsync()
    {
        var server = await ServerAsync();
        return (long)await server.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal") + (long)await server.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
    }

    /// <summary>Which of the nodes it is on.</summary>
    public async Task<int> NodeAsync(IReadOnlyList<RedisProcess> nodes)
    {
        var node = (IPEndPoint)(await (await DatabaseAsync()).IdentifyEndpointAsync(prefix + "jobs"))!;
        return nodes.TakeWhile(other => other.Port != node.Port).Count();
    }

    public async ValueTask DisposeAsync()
    {
        if (connection.IsValueCreated)
        {
            await (await connection.Value).DisposeAsync();
        }
    }

    private static JobId IdOf(RedisValue id) => new(new Guid((byte[])id!, bigEndian: true));

    private static StoredRun StateOf(string state, Place place)
    {
        var words = state[..state.IndexOf('\n', StringComparison.Ordinal)].Split(' ');
        return new(place, words[0][0], int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
    }

    private async Task<IDatabase> DatabaseAsync() => (await connection.Value).GetDatabase();

    private async Task<IServer> ServerAsync() => (await connection.Value).GetServers()[0];
}
