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
        options.ReconnectRetryPolicy = new LinearRetry(100);
        connection = new(() => ConnectionMultiplexer.ConnectAsync(options));
    }

    /// <summary>How many jobs have completed; -1: Redis does not answer.</summary>
    public async Task<long> CompletedAsync()
    {
        try { return (long)await (await DatabaseAsync()).HashGetAsync(Keys + "stats", "completed"); }
        catch (Exception e) when (e is RedisConnectionException or RedisTimeoutException or RedisServerException) { return -1; }
    }

    /// <summary>A counter of the queue.</summary>
    public async Task<long> CountAsync(string counter) => (long)await (await DatabaseAsync()).HashGetAsync(Keys + "stats", counter);

    /// <summary>The sessions it knows.</summary>
    public async Task<long> SessionsAsync() => await (await DatabaseAsync()).SortedSetLengthAsync(Keys + "workers");

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

    public async ValueTask DisposeAsync()
    {
        if (connection.IsValueCreated)
        {
            await (await connection.Value).DisposeAsync();
        }
    }

    private async Task<IDatabase> DatabaseAsync() => (await connection.Value).GetDatabase();
}
