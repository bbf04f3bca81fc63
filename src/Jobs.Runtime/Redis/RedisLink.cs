using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>One connection to Redis that is made when first asked for. It may be down at any time, from the start on; it comes up by itself.</summary>
internal sealed class RedisLink : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Func<TextWriter, Task<IConnectionMultiplexer>> connect;
    private readonly bool owned;
    private readonly ILogger log;
    private volatile IConnectionMultiplexer? connection;
    private Task<IConnectionMultiplexer>? connecting;
    private volatile bool disposed;
    private ConfigurationOptions? borrowed;
    private int looking;

    /// <param name="role">Which of an instance's connections it is.</param>
    /// <param name="connect">Makes or finds the connection, and writes what happens to a log.</param>
    /// <param name="owned">Closed with the link.</param>
    /// <param name="log">Where losses and restorations go.</param>
    /// <param name="time">Says how long an outage lasts.</param>
    public RedisLink(string role, Func<TextWriter, Task<IConnectionMultiplexer>> connect, bool owned, ILogger log, TimeProvider? time = null)
    {
        Outages = new OutageLog(role, log, time ?? TimeProvider.System);
        Role = role;
        this.connect = connect;
        this.owned = owned;
        this.log = log;
    }

    /// <summary>A link over a connection that is there; it stays the caller's.</summary>
    public RedisLink(IConnectionMultiplexer connection, ILogger? log = null, TimeProvider? time = null, string role = RedisConnections.DataRole)
        : this(role, _ => Task.FromResult(connection), owned: false, log ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, time) =>
        this.connection = connection;

    public string Role { get; }

    public bool IsOwned => owned;

    /// <summary>Is told of calls that fail and of calls that are answered again.</summary>
    public OutageLog Outages { get; }

    public bool IsConnected => connection is { IsConnected: true };

    public bool IsDisposed => disposed;

    /// <summary>Raised when a connection to a server is up again.</summary>
    public event Action? Restored;

    /// <summary>Of a connection of our own: how long its calls wait. Null: the application's connection waits as it was told to.</summary>
    public CallPatience? Patience { get; init; }

    /// <summary>What it is made with, where it is our own.</summary>
    public ConfigurationOptions? Settings { get; init; }

    /// <summary>How long a call waits for its reply now.</summary>
    public TimeSpan CallTimeout => TimeSpan.FromMilliseconds((Settings ?? (borrowed ??= SettingsOf(connection)))?.AsyncTimeout ?? CallPatience.Short.TotalMilliseconds);

    /// <summary>The Redis user, as the connection names it; without a name Redis takes it for <c>default</c>. Known once it is connected.</summary>
    public string User => ConfigurationOptions.Parse(connection?.Configuration ?? "", ignoreUnknown: true).User is { Length: > 0 } user ? user : "default";

    /// <summary>It puts a prefix of its own before the channels it listens to. Known once it is connected.</summary>
    public bool HasChannelPrefix
    {
        get
        {
            const string prefix = "channelPrefix=";
            return connection?.Configuration?.IndexOf(prefix, StringComparison.OrdinalIgnoreCase) is { } at and >= 0
                && connection.Configuration.AsSpan(at + prefix.Length) is [not ',', ..];
        }
    }

    /// <summary>Why the connection was last lost, or could not be made.</summary>
    public Exception? LastFailure { get; private set; }

    /// <summary>Told of a failed call. A server that has become read-only is no longer the primary, so the client library looks for the new one
    /// now and not at its next check. A connection on which nothing is answered any more is given up by the client library without an event.</summary>
    public void Notice(Exception error)
    {
        if (connection is not { } made)
        {
            return;
        }

        if (error is RedisTimeoutException)
        {
            Patience?.TimedOut();
        }

        if (RedisFault.IsReadOnly(error) && Interlocked.Exchange(ref looking, 1) == 0)
        {
            _ = LookForPrimaryAsync(made);
        }

        if (error is RedisTimeoutException or RedisConnectionException && !made.IsConnected)
        {
            Outages.Lost(error, made.GetEndPoints().FirstOrDefault(), ConnectionFailureType.None);
            if (made.IsConnected) // restored since it was asked, so the event came too early
            {
                Outages.Restored(made.GetEndPoints().FirstOrDefault());
            }
        }
    }

    /// <summary>Told of a call that was answered: where replies are slow, calls wait longer.</summary>
    public void Answered(TimeSpan after) => Patience?.Answered(after);

    /// <summary>The connection, once its first attempt to connect has ended, well or not.</summary>
    /// <exception cref="Exception">It could not be made at all: a wrong option, or a Sentinel that does not answer. The next call tries again.</exception>
    public ValueTask<IConnectionMultiplexer> GetAsync() => connection is { } made ? new(made) : new(ConnectOnceAsync());

    /// <summary>Ends when the first attempt to connect has ended, well or not.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task OpenAsync() => await GetAsync().ConfigureAwait(false);

    /// <summary>Asks why there is no connection: the client library names the reason with the calls that wait for it, where its log does not.</summary>
    /// <returns>Null: there is one by now.</returns>
    public async Task<Exception?> WhyNotAsync()
    {
        var made = await GetAsync().ConfigureAwait(false);
        try
        {
            await made.GetDatabase().PingAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return e;
        }
    }

    public ValueTask DisposeAsync()
    {
        Task<IConnectionMultiplexer>? made;
        lock (gate)
        {
            disposed = true;
            made = connecting;
        }

        if (made is null || !owned)
        {
            return default;
        }

        var closing = CloseAsync(made);
        return made.IsCompleted ? new(closing) : default; // a host that stops while Redis is away does not wait for it
    }

    private async Task CloseAsync(Task<IConnectionMultiplexer> made)
    {
        try
        {
            await (await made.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
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
        var story = new ConnectLog();
        var made = await connect(story).ConfigureAwait(false);
        LastFailure = made.IsConnected ? null : story.Failure;
        made.ConnectionFailed += (_, e) =>
        {
            LastFailure = e.Exception ?? LastFailure;
            if (e.ConnectionType == ConnectionType.Interactive)
            {
                Outages.Lost(e.Exception, e.EndPoint, e.FailureType);
            }
        };
        made.ConnectionRestored += (_, e) =>
        {
            if (e.ConnectionType == ConnectionType.Interactive)
            {
                Outages.Restored(e.EndPoint);
                Restored?.Invoke();
            }
        };
        connection = made;
        return made;
    }

    /// <returns>Null: it does not say.</returns>
    private static ConfigurationOptions? SettingsOf(IConnectionMultiplexer? connection)
    {
        try
        {
            return connection is null ? null : ConfigurationOptions.Parse(connection.Configuration);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return new ConfigurationOptions();
        }
    }

    private async Task LookForPrimaryAsync(IConnectionMultiplexer made)
    {
        try
        {
            await made.ConfigureAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            log.PrimaryNotFound(e, Role);
        }
        finally
        {
            Volatile.Write(ref looking, 0);
        }
    }
}
