using StackExchange.Redis;

namespace Jobs.TestServers;

/// <summary>A test on one of the servers, under a key prefix of its own.</summary>
/// <remarks>The tests stand in an abstract class; a sealed class per server derives from it and names the kind.</remarks>
public abstract class ServerTest(Servers servers, ServerKind kind) : IAsyncLifetime
{
    private TestServer? server;
    private TestUser? user;

    /// <summary>What it runs on.</summary>
    public ServerKind RunsOn => kind;

    /// <summary>Unlike any other test's, now or before.</summary>
    protected string Prefix { get; } = $"t{Guid.CreateVersion7():N}";

    protected TestServer Server => server ?? throw new InvalidOperationException("The test has not been initialised.");

    protected IConnectionMultiplexer Connection => Server.Connection;

    /// <summary>As whom the code under test comes to Redis. The test itself looks and prepares by <see cref="Connection"/>, which may do anything.</summary>
    protected virtual JobsRole Role => JobsRole.Worker;

    /// <summary>The Redis user of <see cref="Role"/>.</summary>
    protected TestUser User => user ?? throw new InvalidOperationException("The test has not been initialised.");

    protected IDatabase Database => Connection.GetDatabase();

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        server = await servers.GetAsync(kind);
        user = await server.AsAsync(Role);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (server is not null)
            await Database.KeyDeleteAsync(await KeysAsync());
    }

    /// <summary>Every key of this test, sorted.</summary>
    protected async Task<RedisKey[]> KeysAsync()
    {
        var keys = new List<RedisKey>();
        foreach (var node in Connection.GetServers())
        {
            await foreach (var key in node.KeysAsync(pattern: $"*{Prefix}*", pageSize: 1000))
                keys.Add(key);
        }
        return [.. keys.OrderBy(key => (string?)key, StringComparer.Ordinal)];
    }
}
