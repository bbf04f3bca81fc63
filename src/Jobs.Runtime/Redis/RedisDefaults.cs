using System.Globalization;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Jobs.Redis;

/// <summary>Connection settings that hold where the user's connection string says nothing.</summary>
/// <remarks>What is known of an endpoint (a cloud's TLS, its maintenance messages) is still asked of StackExchange.Redis.</remarks>
internal sealed class RedisDefaults(string role, DefaultOptionsProvider endpoints, CallPatience patience) : DefaultOptionsProvider
{
    /// <summary>The host starts while Redis is down, and the connection comes up by itself.</summary>
    public override bool AbortOnConnectFail => false;

    /// <summary>A guard of the client library alone; start-up asks <c>CONFIG GET appendfsync</c>.</summary>
    public override bool AllowAdmin => true;

    /// <summary>The first attempt alone is waited for: the connection is of use before it is up, and goes on trying by itself.</summary>
    public override int ConnectRetry => 1;

    public override TimeSpan? ConnectTimeout => TimeSpan.FromSeconds(3);

    /// <summary>A socket without answers counts as dead after four times this and a second: well within a worker's session. Over a slow link it is longer.</summary>
    public override TimeSpan SyncTimeout => patience.Value;

    public override TimeSpan HeartbeatInterval => TimeSpan.FromMilliseconds(500);

    public override bool HeartbeatConsistencyChecks => role == RedisConnections.ControlRole;

    public override TimeSpan KeepAliveInterval => TimeSpan.FromSeconds(10);

    /// <summary>A primary that became a replica is noticed without a disconnect.</summary>
    public override TimeSpan ConfigCheckInterval => TimeSpan.FromSeconds(10);

    public override IReconnectRetryPolicy ReconnectRetryPolicy { get; } = new ExponentialRetry(250, 5000);

    /// <summary>None of the two is used by a deployment that has Sentinel or Cluster; without them the connection needs fewer rights.</summary>
    public override string TieBreaker => "";

    public override string ConfigurationChannel => "";

    /// <summary>No keys in logs.</summary>
    public override bool IncludeDetailInExceptions => false;

    public override Version DefaultVersion => endpoints.DefaultVersion;

    public override string? User => endpoints.User;

    public override string? Password => endpoints.Password;

    public override RedisProtocol? Protocol => endpoints.Protocol;

    public override bool GetDefaultSsl(EndPointCollection endPoints) => endpoints.GetDefaultSsl(endPoints);

    public override string? GetSslHostFromEndpoints(EndPointCollection endPoints) => endpoints.GetSslHostFromEndpoints(endPoints);

    public override Task AfterConnectAsync(ConnectionMultiplexer multiplexer, Action<string> log) => endpoints.AfterConnectAsync(multiplexer, log);

    /// <summary>What <c>CLIENT LIST</c> shows.</summary>
    protected override string GetDefaultClientName() =>
        string.Create(CultureInfo.InvariantCulture, $"jobs:{role}:{Environment.MachineName}:{Environment.ProcessId}");
}
