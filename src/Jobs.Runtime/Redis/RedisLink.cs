using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>One connection to Redis that is made when first asked for. It may be down at any time, from the start on; it comes up by itself.</summary>
internal sealed class RedisLink : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Func<Task<IConnectionMultiplexer>> connect;
    private readonly bool owned;
    private readonly ILogger log;
    private volatile IConnectionMultiplexer? connection;
    private Task<IConnectionMultiplexer>? connecting;
    private bool disposed;

    public RedisLink(string role, Func<Task<IConnectionMultiplexer>> connect, bool owned, ILogger log)
    {
        Role = role;
        this.connect = connect;
        this.owned = owned;
        this.log = log;
    }

    /// <summary>A link over a connection that is there; it stays the caller's.</summary>
    public RedisLink(IConnectionMultiplexer connection)
        : this(RedisConnections.DataRole, () => Task.FromResult(connection), owned: false, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance) =>
        this.connection = connection;

    public string Role { get; }

    public bool IsConnected => connection is { IsConnected: true };

    /// <summary>The connection, once its first attempt to connect has ended, well or not.</summary>
    /// <exception cref="Exception">It could not be made at all: a wrong option, or a Sentinel that does not answer. The next call tries again.</exception>
    public ValueTask<IConnectionMultiplexer> GetAsync() => connection is { } made ? new(made) : new(ConnectOnceAsync());

    public async ValueTask DisposeAsync()
    {
        Task<IConnectionMultiplexer>? pending;
        lock (gate)
        {
            disposed = true;
            pending = connecting;
        }

        if (pending is null || !owned)
        {
            return;
        }

        try
        {
            await (await pending.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            log.NotClosed(e, Role);
        }
    }

    private Task<IConnectionMultiplexer> ConnectOnceAsync()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return connecting is null or { IsFaulted: true } or { IsCanceled: true } ? connecting = ConnectAsync() : connecting;
        }
    }

    private async Task<IConnectionMultiplexer> ConnectAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // not under the lock, nor on the caller's thread
        var made = await connect().ConfigureAwait(false);
        made.ConnectionFailed += (_, e) =>
        {
            if (e.ConnectionType == ConnectionType.Interactive)
            {
                log.ConnectionLost(e.Exception, Role, e.EndPoint, e.FailureType);
            }
        };
        made.ConnectionRestored += (_, e) =>
        {
            if (e.ConnectionType == ConnectionType.Interactive)
            {
                log.ConnectionRestored(Role, e.EndPoint);
            }
        };
        connection = made;
        return made;
    }
}
