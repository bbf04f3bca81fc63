using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Calls scripts over one connection, in the form its server understands.</summary>
/// <param name="link">The connection.</param>
/// <param name="layout">What the keys must be laid out as before the first call; null: nobody asks.</param>
internal sealed class ScriptRunner(RedisLink link, StoreLayout? layout = null) : IStoreLink
{
    private volatile Target? target;

    public ScriptRunner(IConnectionMultiplexer connection) : this(new RedisLink(connection))
    {
    }

    public RedisLink Link { get; } = link;

    public bool IsReady => target is not null;

    public bool IsUp => IsReady && Link.IsConnected;

    public bool IsClosed => Link.IsDisposed;

    public Exception? WhyDown => Link.IsConnected ? null : Link.LastFailure ?? new RedisConnectionException(
        ConnectionFailureType.UnableToConnect, CommandFlags.None, "there is no connection", null, CommandStatus.WaitingToBeSent);

    public TimeSpan CallTimeout => Link.CallTimeout;

    /// <summary>What the server said of itself; null: not asked yet.</summary>
    public ServerInfo? Server => target?.Server;

    /// <summary>How messages go.</summary>
    public ChannelForm Channels { get; } = new();

    /// <summary>Connects and asks the server what it is, and what layout its keys have, once. A caller that has awaited this knows that whatever fails later is its script's call.</summary>
    /// <exception cref="StoreLayoutException">The keys have a layout that this version does not know.</exception>
    public ValueTask ReadyAsync() => target is not null ? default : new(AskAsync());

    /// <summary>Asks again what layout the keys have. Where this version does not know it, every call asks first from now on, and none is made until it is known.</summary>
    /// <exception cref="StoreLayoutException">This version does not know it.</exception>
    public async Task LookAtLayoutAsync()
    {
        if (layout is null || target is not { } known)
        {
            return;
        }

        try
        {
            await layout.CheckAsync(known.Database).ConfigureAwait(false);
        }
        catch (StoreLayoutException)
        {
            target = null;
            throw;
        }
    }

    public StoreFault Judge(Exception error) => RedisFault.Judge(error);

    /// <inheritdoc cref="RedisLink.Notice"/>
    public void Notice(Exception error) => Link.Notice(error);

    public void Notice(Exception error, string queue, QueueCall call)
    {
        Link.Notice(error);
        Link.Outages.Failed(queue, call, error);
    }

    public void Answered(string queue, QueueCall call) => Link.Outages.Answered(queue, call);

    public void Answered(TimeSpan after) => Link.Answered(after);

    /// <summary>False: its scans count positions, so what is removed between two steps makes them skip as much. Known after <see cref="ReadyAsync"/>.</summary>
    public bool ScanIsStable => target is not { Server.Flavour: ServerFlavour.Embedded };

    /// <summary>Runs a script and returns its undecoded reply, which the caller disposes.</summary>
    public Task<RespResult> RunAsync(RedisScript script, RedisKey[] keys, ReadOnlyMemory<RedisValue> arguments) =>
        target is { } known ? known.RunAsync(script, keys, arguments) : AskThenRunAsync(script, keys, arguments);

    /// <summary>Runs a script whose reply a thread may block on while every thread of the pool is busy: unlike the undecoded reply of
    /// <see cref="RunAsync"/>, this one needs no pool thread on its way (once <see cref="ReadyAsync"/> has been awaited).</summary>
    public Task<RedisResult> SendAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments) =>
        target is { } known ? known.SendAsync(script, keys, arguments) : AskThenSendAsync(script, keys, arguments);

    private async Task<RespResult> AskThenRunAsync(RedisScript script, RedisKey[] keys, ReadOnlyMemory<RedisValue> arguments)
    {
        var known = await AskAsync().ConfigureAwait(false);
        return await known.RunAsync(script, keys, arguments).ConfigureAwait(false);
    }

    private async Task<RedisResult> AskThenSendAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        var known = await AskAsync().ConfigureAwait(false);
        return await known.SendAsync(script, keys, arguments).ConfigureAwait(false);
    }

    private async Task<Target> AskAsync()
    {
        layout?.ThrowIfJustRefused();
        var connection = await Link.GetAsync().ConfigureAwait(false);
        var database = connection.GetDatabase();
        var asked = layout?.CheckAsync(database) ?? Task.CompletedTask; // side by side: a first call waits for both
        ServerInfo server;
        try
        {
            server = await ServerInfo.ReadAsync(database).ConfigureAwait(false);
        }
        catch
        {
            await asked.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await asked.ConfigureAwait(false);
        Channels.AreSharded = server.HasShardedChannels; // before the first call, whose arguments name them
        return target = new Target(database, server);
    }

    private sealed record Target(IDatabaseAsync Database, ServerInfo Server)
    {
        /// <remarks>Without redirects: StackExchange.Redis 3.4.35 gives the arguments of such a call back to its pool before it sends them to the
        /// slot's new owner, which costs that owner's connection. The answer tells it where the slot is, so the caller's next try goes there.</remarks>
        public Task<RespResult> RunAsync(RedisScript script, RedisKey[] keys, ReadOnlyMemory<RedisValue> arguments) =>
            Database.ScriptEvaluateRespAsync(TextOf(script), keys, arguments, CommandFlags.NoRedirect);

        public Task<RedisResult> SendAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments) =>
            Database.ScriptEvaluateAsync(TextOf(script), keys, arguments);

        private string TextOf(RedisScript script) =>
            Server.Flavour == ServerFlavour.Embedded ? script.Plain : Server.HasShardedChannels ? script.Sharded : script.Text;
    }
}
