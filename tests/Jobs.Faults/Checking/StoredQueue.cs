using System.Globalization;
using StackExchange.Redis;

namespace Jobs.Faults.Checking;

/// <summary>The queue <c>default</c> as Redis holds it, looked at without Jobs, so that a mistake of Jobs cannot hide itself.</summary>
internal sealed class StoredQueue : IAsyncDisposable
{
    private const string Keys = "{jobs:default}:";
    private readonly Lazy<Task<ConnectionMultiplexer>> connection;

    public StoredQueue(string server)
    {
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
    public async Task<long> CountAsync(string counter) => (long)await (await DatabaseAsync()).HashGetAsync(Keys + "stats", counter);

    /// <summary>The sessions it knows.</summary>
    public async Task<long> SessionsAsync() => await (await DatabaseAsync()).SortedSetLengthAsync(Keys + "workers");

    /// <summary>Every job it holds. Reads whole keys: for a queue at rest.</summary>
    public async Task<IReadOnlyDictionary<JobId, StoredRun>> ReadAsync()
    {
        var database = await DatabaseAsync();
        var states = (await database.HashGetAllAsync(Keys + "state")).ToDictionary(entry => IdOf(entry.Name), entry => (string)entry.Value!);
        var places = new Dictionary<JobId, Place>();
        Put(await database.ListRangeAsync(Keys + "ready"), Place.Ready);
        Put(await database.SortedSetRangeByRankAsync(Keys + "due"), Place.Due);
        Put(await database.HashKeysAsync(Keys + "active"), Place.Active);
        Put(await database.SortedSetRangeByRankAsync(Keys + "done"), Place.Done);
        Put(await database.SortedSetRangeByRankAsync(Keys + "dead"), Place.Dead);
        return (await database.HashKeysAsync(Keys + "jobs")).Select(IdOf).ToDictionary(
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
            ("ready", await database.ListLengthAsync(Keys + "ready")),
            ("due", await database.SortedSetLengthAsync(Keys + "due")),
            ("active", await database.HashLengthAsync(Keys + "active")),
            ("dead", await database.SortedSetLengthAsync(Keys + "dead")),
        ];
    }

    /// <summary>Makes the retention of all ended jobs end now.</summary>
    public async Task EndRetentionsAsync() => await (await DatabaseAsync()).ScriptEvaluateAsync(
        "for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZADD', KEYS[1], 1, id) end", [Keys + "done"]);

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
