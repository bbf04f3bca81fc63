using Jobs.Hosting;
using Jobs.Redis;
using Jobs.Runtime.Tests.Client;
using Jobs.TestServers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Hosting;

/// <summary>Which connections an instance uses, how they are set up, and whose they are.</summary>
public abstract class ConnectionTests(Servers servers, ServerKind kind) : ServerTest(servers, kind)
{
    [Fact]
    public async Task A_connection_of_the_application_is_used_and_left_open()
    {
        await using var theirs = await ConnectionMultiplexer.ConnectAsync(Server.ConnectionString);
        await using (var app = new ServiceCollection().AddSingleton<IConnectionMultiplexer>(theirs).AddJobs(Prefixed).BuildServiceProvider())
            await app.GetRequiredService<IJobClient>().EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        Assert.True(theirs.IsConnected);
        Assert.NotEqual(TimeSpan.MinValue, await theirs.GetDatabase().PingAsync());
    }

    [Fact]
    public async Task A_connection_named_in_code_is_used_and_left_open()
    {
        await using var theirs = await ConnectionMultiplexer.ConnectAsync(Server.ConnectionString);
        await using (var app = App(jobs => jobs.UseRedis(_ => theirs)))
        {
            await app.GetRequiredService<IJobClient>().EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
            var connections = Instance(app).Connections;
            Assert.Same(theirs, await connections.Data.GetAsync());
            Assert.Same(connections.Data, connections.Control);
        }

        Assert.True(theirs.IsConnected);
    }

    [Fact]
    public async Task Two_connections_of_the_application_have_a_role_each()
    {
        await using var data = await ConnectionMultiplexer.ConnectAsync(Server.ConnectionString);
        await using var control = await ConnectionMultiplexer.ConnectAsync(Server.ConnectionString);
        await using var app = App(jobs => jobs.UseRedis(_ => data, _ => control));

        var connections = Instance(app).Connections;
        Assert.Same(data, await connections.Data.GetAsync());
        Assert.Same(control, await connections.Control.GetAsync());
    }

    [Fact]
    public async Task Connections_of_our_own_are_two_and_close_with_the_application()
    {
        var app = App(jobs => jobs.UseRedis(Server.ConnectionString));
        var connections = Instance(app).Connections;
        var (data, control) = (await connections.Data.GetAsync(), await connections.Control.GetAsync());
        Assert.NotSame(data, control);
        await app.DisposeAsync();

        Assert.False(data.IsConnected);
        Assert.False(control.IsConnected);
    }

    [Fact]
    public async Task The_configuration_names_the_server()
    {
        await using var app = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Jobs:Redis"] = Server.ConnectionString }).Build())
            .AddJobs(Prefixed).BuildServiceProvider();

        Assert.Equal("mails", (await app.GetRequiredService<IJobClient>().EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct)).Queue);
    }

    [Fact]
    public async Task Options_set_in_code_name_the_server()
    {
        await using var app = App(jobs => jobs.UseRedis(options => options.EndPoints.Add(Server.ConnectionString)));

        Assert.Equal("mails", (await app.GetRequiredService<IJobClient>().EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct)).Queue);
    }

    [Fact]
    public async Task The_last_UseRedis_counts()
    {
        await using var app = App(jobs => jobs.UseRedis("nowhere.invalid:1").UseRedis(_ => Server.ConnectionString));

        Assert.Equal("mails", (await app.GetRequiredService<IJobClient>().EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct)).Queue);
    }

    [Fact]
    public async Task A_container_that_is_disposed_without_waiting_closes_the_connections()
    {
        var app = App(jobs => jobs.UseRedis(Server.ConnectionString));
        var data = await Instance(app).Connections.Data.GetAsync();
        app.Dispose();

        Assert.False(data.IsConnected);
    }

    private void Prefixed(IJobsBuilder jobs) => jobs.Configure(options => options.Prefix = Prefix);

    private ServiceProvider App(Action<IJobsBuilder> configure) => new ServiceCollection().AddJobs(jobs =>
    {
        Prefixed(jobs);
        configure(jobs);
    }).BuildServiceProvider();

    private static JobsInstance Instance(ServiceProvider app) => app.GetRequiredKeyedService<JobsInstance>("");
}

public sealed class ConnectionsOnEmbedded(Servers servers) : ConnectionTests(servers, ServerKind.Embedded);

public sealed class ConnectionsOnRedis(Servers servers) : ConnectionTests(servers, ServerKind.Redis);

/// <summary>The settings of connections, before any is made.</summary>
public sealed class ConnectionSettingsTests
{
    [Fact]
    public void A_connection_has_settings_made_for_workers()
    {
        var settings = RedisConnections.Settings(ConfigurationOptions.Parse("localhost"), RedisConnections.ControlRole);

        Assert.False(settings.AbortOnConnectFail);
        Assert.Equal((2000, 2000, 3000, 1), (settings.AsyncTimeout, settings.SyncTimeout, settings.ConnectTimeout, settings.ConnectRetry));
        Assert.Equal((10, 10), (settings.KeepAlive, settings.ConfigCheckSeconds));
        Assert.Equal(("", ""), (settings.TieBreaker, settings.ConfigurationChannel));
        Assert.False(settings.IncludeDetailInExceptions);
        Assert.True(settings.HeartbeatConsistencyChecks);
        Assert.Equal(TimeSpan.FromMilliseconds(500), settings.HeartbeatInterval);
        Assert.StartsWith("jobs:control:", settings.Defaults.ClientName);
    }

    [Fact]
    public void What_the_connection_string_sets_goes_over_them()
    {
        var settings = RedisConnections.Settings(ConfigurationOptions.Parse("localhost,asyncTimeout=9000,connectRetry=7,keepAlive=33"), RedisConnections.DataRole);

        Assert.Equal((9000, 7, 33), (settings.AsyncTimeout, settings.ConnectRetry, settings.KeepAlive));
    }

    [Fact]
    public void A_host_starts_without_Redis_whatever_the_connection_string_says() =>
        Assert.False(RedisConnections.Settings(ConfigurationOptions.Parse("localhost,abortConnect=true"), RedisConnections.DataRole).AbortOnConnectFail);

    [Fact]
    public void Channels_have_no_prefix_since_scripts_publish_without_one() =>
        Assert.Equal(default, RedisConnections.Settings(ConfigurationOptions.Parse("localhost,channelPrefix=x"), RedisConnections.DataRole).ChannelPrefix);

    [Fact]
    public void The_options_of_the_caller_are_left_as_they_are()
    {
        var options = ConfigurationOptions.Parse("localhost,abortConnect=true");
        RedisConnections.Settings(options, RedisConnections.DataRole);

        Assert.True(options.AbortOnConnectFail);
    }

    [Fact]
    public void What_is_known_of_a_cloud_still_holds() =>
        Assert.True(RedisConnections.Settings(ConfigurationOptions.Parse("x.redis.cache.windows.net:6380"), RedisConnections.DataRole).Ssl);

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("  ", "it is empty")]
    [InlineData("redis://:secret@host:6379", "it is a URL")]
    [InlineData("password=secret", "it names no server")]
    [InlineData("localhost,passwrd=secret", "passwrd")]
    [InlineData("localhost,syncTimeout=secret", "the value of 'syncTimeout' cannot be read")]
    public void A_wrong_connection_string_is_explained_without_its_secrets(string text, string why)
    {
        var error = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddJobs(jobs => jobs.UseRedis(text)));

        Assert.Contains(why, error.Message);
        Assert.DoesNotContain("secret", error.Message);
    }

    [Fact]
    public void No_connection_string_at_all_is_explained() =>
        Assert.Contains("is the name right where it is read from?", Assert.Throws<ArgumentException>(() => new ServiceCollection().AddJobs(jobs => jobs.UseRedis((string)null!))).Message);
}
