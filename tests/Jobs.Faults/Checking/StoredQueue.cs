using System.Globalization;
using System.Net;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Faults.Checking;

/// <summary>A queue as Redis holds it, looked at without Jobs, so that a mistake of Jobs cannot hide itself.</summary>
internal sealed class StoredQueue : IAsyncDisposable
{
    private const int Tables = 64; // hashes that the envelopes are spread over
    private readonly string prefix;
    private readonly Lazy<Task<ConnectionMultiplexer>> connection;
    private Dictionary<string, long> before = []; // counters at the end of the last round

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

    /// <summary>A counter of the queue, from the beginning of the round.</summary>
    public async Task<long> CountAsync(string counter) =>
        (long)await (await DatabaseAsync()).HashGetAsync(prefix + "stats", counter) - before.GetValueOrDefault(counter);

    /// <summary>Counters begin anew, for the checker only.</summary>
    public async Task BeginRoundAsync() =>
        before = (await (await DatabaseAsync()).HashGetAllAsync(prefix + "stats")).ToDictionary(entry => (string)entry.Name!, entry => (long)entry.Value);

    /// <summary>The sessions it knows.</summary>
    public async Task<long> SessionsAsync() => await (await DatabaseAsync()).SortedSetLengthAsync(prefix + "workers");

    /// <summary>Every job it holds, at one moment. Reads whole keys.</summary>
    public async Task<IReadOnlyDictionary<JobId, StoredRun>> ReadAsync() => (await HoldersAsync()).Jobs;

    /// <summary>Every job it holds, who holds those that are held, which sessions there are, and the time, unix ms: all at one moment. Reads whole keys.</summary>
    public async Task<(IReadOnlyDictionary<JobId, StoredRun> Jobs, IReadOnlyList<Holder> Held, IReadOnlySet<string> Sessions, long Now)> HoldersAsync()
    {
        var moment = (await DatabaseAsync()).CreateTransaction();
        var time = moment.ExecuteAsync("TIME");
        var jobs = Task.WhenAll(Enumerable.Range(0, Tables).Select(table => moment.HashKeysAsync($"{prefix}jobs:{table}")));
        var (state, ended) = (moment.HashGetAllAsync(prefix + "state"), moment.HashGetAllAsync(prefix + "ended"));
        var (ready, due) = (moment.ListRangeAsync(prefix + "ready"), moment.SortedSetRangeByRankAsync(prefix + "due"));
        var (active, workers) = (moment.HashGetAllAsync(prefix + "active"), moment.SortedSetRangeByRankAsync(prefix + "workers"));
        var (done, dead) = (moment.SortedSetRangeByRankAsync(prefix + "done"), moment.SortedSetRangeByRankAsync(prefix + "dead"));
        await moment.ExecuteAsync();

        var states = new Dictionary<JobId, string>();
        foreach (var entry in (HashEntry[])[.. await state, .. await ended])
        {
            states[IdOf(entry.Name)] = (string)entry.Value!;
        }

        var places = new Dictionary<JobId, Place>();
        Put(await ready, Place.Ready);
        Put(await due, Place.Due);
        Put([.. (await active).Select(entry => entry.Name)], Place.Active);
        Put(await done, Place.Done);
        Put(await dead, Place.Dead);
        var held = (await active).Select(entry => HolderOf(IdOf(entry.Name), ((string)entry.Value!).Split(' '))).ToList();
        var now = (string[])(await time)!;
        return (
            (await jobs).SelectMany(ids => ids).Select(IdOf).ToDictionary(id => id, id => StateOf(states.GetValueOrDefault(id, "w 0 0\n"), places.GetValueOrDefault(id))),
            held, (await workers).Select(session => (string)session!).ToHashSet(StringComparer.Ordinal),
            (Number(now[0]) * 1000) + (Number(now[1]) / 1000));

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

    /// <summary>What its data takes, in bytes, by its own count.</summary>
    public async Task<long> UsedBytesAsync()
    {
        var memory = await (await ServerAsync()).InfoAsync("memory");
        return long.Parse(memory.SelectMany(group => group).First(pair => pair.Key == "used_memory_dataset").Value, CultureInfo.InvariantCulture);
    }

    /// <summary>How long scripts took since the server started, by its own measure; null: none ran.</summary>
    /// <param name="percentile">One of those the server keeps: 50, 99 or 99.9.</param>
    public async Task<TimeSpan?> ScriptTimeAsync(double percentile)
    {
        var stats = await (await ServerAsync()).InfoAsync("latencystats");
        var text = stats.SelectMany(group => group).FirstOrDefault(pair => pair.Key == "latency_percentiles_usec_evalsha").Value;
        var name = string.Create(CultureInfo.InvariantCulture, $"p{percentile}=");
        return text?.Split(',').Single(part => part.StartsWith(name, StringComparison.Ordinal)) is { } one
            ? TimeSpan.FromMicroseconds(double.Parse(one.AsSpan(name.Length), CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>The server's clock, unix ms.</summary>
    public async Task<long> NowAsync()
    {
        var now = (string[])(await (await DatabaseAsync()).ExecuteAsync("TIME"))!;
        return (Number(now[0]) * 1000) + (Number(now[1]) / 1000);
    }

    /// <summary>The payload of a job, as it is stored.</summary>
    public async Task<byte[]> EnvelopeAsync(JobId id)
    {
        var database = await DatabaseAsync();
        var everywhere = await Task.WhenAll(Enumerable.Range(0, Tables).Select(table => database.HashGetAsync($"{prefix}jobs:{table}", BytesOf(id))));
        return (byte[])everywhere.Single(envelope => !envelope.IsNull)!;
    }

    /// <summary>Runs a script of somebody else, which lets nobody else in for so long.</summary>
    public async Task BlockAsync(TimeSpan time) => await (await DatabaseAsync()).ScriptEvaluateAsync(
        "local t = redis.call('TIME') local e = t[1] * 1000 + t[2] / 1000 + ARGV[1] repeat t = redis.call('TIME') until t[1] * 1000 + t[2] / 1000 > e",
        values: [(long)time.TotalMilliseconds]);

    /// <summary>Has all jobs that wait for a time be due in one and the same millisecond.</summary>
    public async Task DueTogetherAsync(TimeSpan from) => await (await DatabaseAsync()).ScriptEvaluateAsync(
        """
        local t = redis.call('TIME')
        local at = t[1] * 1000 + math.floor(t[2] / 1000) + ARGV[1]
        local ids = redis.call('ZRANGE', KEYS[1], 0, -1)
        for i = 1, #ids do
          redis.call('ZADD', KEYS[1], at, ids[i])
        end
        """, [prefix + "due"], [(long)from.TotalMilliseconds]);

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
        var node = (IPEndPoint)(await (await DatabaseAsync()).IdentifyEndpointAsync(prefix + "ready"))!;
        return nodes.TakeWhile(other => other.Port != node.Port).Count();
    }

    public async ValueTask DisposeAsync()
    {
        if (connection.IsValueCreated)
        {
            await (await connection.Value).DisposeAsync();
        }
    }

    private static Holder HolderOf(JobId id, string[] words) => new(id, words[0], Number(words[1]), Number(words[2]));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static JobId IdOf(RedisValue id) => new(new Guid((byte[])id!, bigEndian: true));

    private static byte[] BytesOf(JobId id) => id.Value.ToByteArray(bigEndian: true);

    private static StoredRun StateOf(string state, Place place)
    {
        var words = state[..state.IndexOf('\n', StringComparison.Ordinal)].Split(' ');
        return new(place, words[0][0], int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
    }

    private async Task<IDatabase> DatabaseAsync() => (await connection.Value).GetDatabase();

    private async Task<IServer> ServerAsync() => (await connection.Value).GetServers()[0];
}
