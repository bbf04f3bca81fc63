using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>The connections of one instance: one for data and one for control (session renewals), so that no large reply keeps a
/// renewal waiting. Both connect when first asked for.</summary>
internal sealed class RedisConnections : IAsyncDisposable
{
    public const string DataRole = "data";
    public const string ControlRole = "control";

    private RedisConnections(RedisLink data, RedisLink control)
    {
        Data = data;
        Control = control;
    }

    public RedisLink Data { get; }

    public RedisLink Control { get; }

    /// <summary>Ours, or the application's.</summary>
    public bool AreOwned => Data.IsOwned;

    /// <summary>Has connections made from now on read and write by threads of their own. Replies are then read while handlers block
    /// every thread of the pool, and no session is lost to that. Costs two threads per connection, and holds for all connections
    /// the client library makes in this process.</summary>
    public static void UseDedicatedThreads() => ConnectionMultiplexer.SetFeatureFlag("DedicatedThreads", true);

    /// <summary>Two connections of our own.</summary>
    /// <param name="options">Copied; what it does not set is as in <see cref="RedisDefaults"/>.</param>
    /// <param name="log">Where connections lost and restored are logged.</param>
    /// <param name="time">Says how long an outage lasts.</param>
    public static RedisConnections Open(ConfigurationOptions options, ILogger log, TimeProvider? time = null) =>
        new(Own(options, DataRole, log, time), Own(options, ControlRole, log, time));

    /// <summary>Connections that belong to the application: used, never disposed.</summary>
    /// <param name="data">Made or found when first needed.</param>
    /// <param name="control">Null: control goes over <paramref name="data"/> too. A second connection is not opened behind the
    /// application's back: how to authenticate (callbacks, tokens) may not be in the configuration of the first.</param>
    /// <param name="log">Where connections lost and restored are logged.</param>
    /// <param name="time">Says how long an outage lasts.</param>
    public static RedisConnections Borrow(Func<IConnectionMultiplexer> data, Func<IConnectionMultiplexer>? control, ILogger log, TimeProvider? time = null)
    {
        var shared = new RedisLink(DataRole, _ => Task.FromResult(data()), owned: false, log, time);
        return new(shared, control is null ? shared : new RedisLink(ControlRole, _ => Task.FromResult(control()), owned: false, log, time));
    }

    public async ValueTask DisposeAsync()
    {
        await Data.DisposeAsync().ConfigureAwait(false);
        await Control.DisposeAsync().ConfigureAwait(false);
    }

    internal static ConfigurationOptions Settings(ConfigurationOptions options, string role, CallPatience? patience = null)
    {
        var settings = options.Clone();
        settings.Defaults = new RedisDefaults(role, options.Defaults, patience ?? new CallPatience(TimeProvider.System));
        settings.AbortOnConnectFail = false; // whatever the string says: a worker outlives a restart of Redis
        settings.ChannelPrefix = default; // scripts publish to channels without it
        if (options.ClientName is { Length: > 0 } name && name != options.Defaults.ClientName)
        {
            settings.ClientName = $"{name}:{role}";
        }

        return settings;
    }

    private static RedisLink Own(ConfigurationOptions options, string role, ILogger log, TimeProvider? time)
    {
        var patience = new CallPatience(TimeProvider.System); // of the client library's clock
        var settings = Settings(options, role, patience);
        return new(role, async story => await ConnectionMultiplexer.ConnectAsync(settings, story).ConfigureAwait(false), owned: true, log, time)
        {
            Patience = patience,
            Settings = settings,
        };
    }
}
