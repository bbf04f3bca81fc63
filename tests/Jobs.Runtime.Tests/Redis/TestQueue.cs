using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>A queue in Redis, with a look at its keys.</summary>
/// <param name="connection">Prepares and looks.</param>
/// <param name="prefix">Of the test's keys.</param>
/// <param name="user">Makes the store's calls; null: <paramref name="connection"/> does.</param>
internal sealed class TestQueue(IConnectionMultiplexer connection, string prefix, IConnectionMultiplexer? user = null) : StoreQueue
{
    public IConnectionMultiplexer Connection { get; } = connection;

    public IDatabase Database { get; } = connection.GetDatabase();

    public JobStore Store { get; } = new(new ScriptRunner(user ?? connection), prefix);

    public QueueNames Names => Store.Queue("q").Names;

    public override IQueueStore Door => Store.Queue("q");

    public RedisKey Key(QueueKey key) =>
        key == QueueKey.Jobs ? throw new ArgumentOutOfRangeException(nameof(key), "Its tables have a key each: TableOf.") : $"{{{prefix}:q}}:{QueueNames.Text(key)}";

    /// <summary>The key that holds the job's envelope.</summary>
    public RedisKey TableOf(JobId id) => Names.Tables[JobTable.Of(id)];

    public static JobId IdOf(RedisValue bytes) => JobId.Read((byte[])bytes!);

    public override Task SetExpiryAsync(string session, long unixMs) => Database.SortedSetAddAsync(Key(QueueKey.Workers), session, unixMs);

    public override async Task<long?> ExpiryAsync(string session) => (long?)await Database.SortedSetScoreAsync(Key(QueueKey.Workers), session);

    public override async Task<string[]> SessionsAsync() => [.. (await Database.SortedSetRangeByRankAsync(Key(QueueKey.Workers))).Select(name => (string)name!)];

    public override Task MakeDueAsync(JobId id, long at = 1) => Database.SortedSetAddAsync(Key(QueueKey.Due), JobStore.Bytes(id), at, SortedSetWhen.Exists);

    public override Task EndRetentionAsync(JobId id, long at = 1) => Database.SortedSetAddAsync(Key(QueueKey.Done), JobStore.Bytes(id), at, SortedSetWhen.Exists);

    public override async Task<long> NowAsync()
    {
        var time = (RedisResult[])(await Database.ExecuteAsync("TIME"))!;
        return ((long)time[0] * 1000) + ((long)time[1] / 1000);
    }

    public override async Task<long> CountAsync(string counter) => (long)await Database.HashGetAsync(Key(QueueKey.Stats), counter);

    public override async Task<RunState> StateAsync(JobId id)
    {
        var ended = await Database.HashGetAsync(Key(QueueKey.Ended), JobStore.Bytes(id));
        return RunState.Decode((byte[]?)(ended.IsNull ? await Database.HashGetAsync(Key(QueueKey.State), JobStore.Bytes(id)) : ended));
    }

    public override Task SetStateAsync(JobId id, byte[] state) => Database.HashSetAsync(Key(QueueKey.State), JobStore.Bytes(id), state);

    public override async Task<JobId[]> ReadyAsync() => [.. (await Database.ListRangeAsync(Key(QueueKey.Ready))).Select(IdOf)];

    public override async Task<JobId[]> DueAsync() => [.. (await Database.SortedSetRangeByRankAsync(Key(QueueKey.Due))).Select(IdOf)];

    public override async Task<JobId[]> HeldAsync() => [.. (await Database.HashKeysAsync(Key(QueueKey.Active))).Select(IdOf)];

    public override async Task<JobId[]> AwaitedAsync() => [.. (await Database.SetMembersAsync(Key(QueueKey.Waiters))).Select(IdOf)];

    public override Task<long> UnhandledAsync() => Database.SortedSetLengthAsync(Key(QueueKey.Unhandled));

    public override async Task<long> EnvelopesAsync() => (await Task.WhenAll(Names.Tables.Select(table => Database.HashLengthAsync(table)))).Sum();

    /// <summary>The keys that hold the job.</summary>
    public override async Task<string> PlacesAsync(JobId id)
    {
        var bytes = JobStore.Bytes(id);
        var keys = new List<QueueKey>();
        foreach (var key in Enum.GetValues<QueueKey>())
        {
            var there = key switch
            {
                QueueKey.Ready => (await Database.ListRangeAsync(Key(key))).Contains(bytes),
                QueueKey.Due or QueueKey.Done or QueueKey.Dead => await Database.SortedSetScoreAsync(Key(key), bytes) is not null,
                QueueKey.Waiters => await Database.SetContainsAsync(Key(key), bytes),
                QueueKey.Jobs => await Database.HashExistsAsync(TableOf(id), bytes),
                QueueKey.State or QueueKey.Active or QueueKey.Cancel or QueueKey.Steps or QueueKey.Ended => await Database.HashExistsAsync(Key(key), bytes),
                _ => false,
            };
            if (there)
                keys.Add(key);
        }
        return string.Join(' ', keys.Select(QueueNames.Text));
    }

    public override Task LoseEnvelopeAsync(JobId id) => Database.HashDeleteAsync(TableOf(id), JobStore.Bytes(id));

    public override async Task<JobId> StoreAsideAsync()
    {
        var id = JobId.New();
        await Database.HashSetAsync(TableOf(id), JobStore.Bytes(id), EnvelopeOf(id));
        await Database.ListRightPushAsync(Key(QueueKey.Ready), JobStore.Bytes(id));
        return id;
    }

    public override Task SetIdleAsync(params string[] sessions) => Database.SetAddAsync(Key(QueueKey.Idle), [.. sessions.Select(session => (RedisValue)session)]);

    public override async Task<string[]> IdleAsync() => [.. (await Database.SetMembersAsync(Key(QueueKey.Idle))).Select(name => (string)name!)];

    public override async Task ForgetRefusalAsync(string session)
    {
        await Database.HashDeleteAsync(Key(QueueKey.Stats), "refused");
        await Database.HashDeleteAsync(Key(QueueKey.Calls), session);
    }

    public override async Task<string> DumpAsync() => (await QueueDump.ReadAsync(this)).ToString();

    public override async Task AssertSoundAsync() => (await QueueDump.ReadAsync(this)).AssertSound();

    public override async Task AssertEmptyAsync() => Assert.Empty(await KeysAsync());

    public override Task<WakeUps> ListenAsync(string[] sessions) => RedisWakeCounts.ListenAsync(this, sessions);

    public override Task<EndProbe> ListenAsync(JobId id) => RedisEndProbe.ListenAsync(this, id);

    public override async Task EmptyAsync() => await Database.KeyDeleteAsync([.. await KeysAsync()]);

    private async Task<List<RedisKey>> KeysAsync()
    {
        var keys = new List<RedisKey>();
        foreach (var node in Connection.GetServers())
        {
            await foreach (var key in node.KeysAsync(pattern: $"*{prefix}*", pageSize: 1000))
                keys.Add(key);
        }
        return keys;
    }
}
