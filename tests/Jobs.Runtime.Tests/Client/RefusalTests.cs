using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Client;

/// <summary>A server that answers, and says no.</summary>
public sealed class RefusalTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_Redis_is_named_at_once()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false, "--maxmemory", "1mb");
        await using var app = new ClientApp(redis.ConnectionString);

        var error = await Assert.ThrowsAsync<JobStoreException>(async () => await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct));
        Assert.Matches("Job 'mail' .* of queue 'mails' is not stored: Redis refused it .*OOM.*let workers drain it", error.Message);
    }

    [Fact]
    public async Task Missing_rights_are_named_at_once()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        await (await new ClientApp(redis.ConnectionString).DatabaseAsync()).ExecuteAsync("ACL", "SETUSER", "bob", "on", ">pw", "~other*", "&*", "+@all");
        await using var app = new ClientApp(redis.ConnectionString + ",user=bob,password=pw");

        var error = await Assert.ThrowsAsync<JobStoreException>(async () => await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct));
        Assert.Contains("The Redis user lacks rights", error.Message);
    }

    [Fact]
    public async Task A_replica_is_asked_until_the_time_is_over_and_then_named()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        await using var app = new ClientApp(redis.ConnectionString, more: jobs => jobs.Configure(options => options.EnqueueTimeout = TimeSpan.FromMilliseconds(300)));
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await (await app.DatabaseAsync()).ExecuteAsync("REPLICAOF", "127.0.0.1", "1");

        var error = await Assert.ThrowsAsync<JobStoreUnavailableException>(async () => await app.Client.EnqueueAsync(new Mail("eve@example.com"), cancellationToken: Ct));
        Assert.Equal(StoreOutcome.NotStored, error.Outcome);
    }

    [Fact]
    public async Task A_replica_that_becomes_the_primary_in_time_stores_the_job()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        await using var app = new ClientApp(redis.ConnectionString);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await using var other = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        await other.GetDatabase().ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
        var job = app.Client.EnqueueAsync(new Mail("eve@example.com"), cancellationToken: Ct).AsTask();
        await other.GetDatabase().ExecuteAsync("REPLICAOF", "NO", "ONE");

        Assert.False((await job).AlreadyStored);
    }

    [Fact]
    public async Task Forgotten_scripts_are_sent_again()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        await using var app = new ClientApp(redis.ConnectionString);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await (await app.DatabaseAsync()).ExecuteAsync("SCRIPT", "FLUSH");

        Assert.False((await app.Client.EnqueueAsync(new Mail("eve@example.com"), cancellationToken: Ct)).AlreadyStored);
    }

    [Fact]
    public async Task A_key_that_holds_something_else_is_named()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        await using var app = new ClientApp(redis.ConnectionString);
        var database = await app.DatabaseAsync();
        await Task.WhenAll(app.Store.Queue("mails").Names.Tables.Select(table => database.StringSetAsync(table, "mine")));

        var error = await Assert.ThrowsAsync<JobStoreException>(async () => await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct));
        Assert.Contains("WRONGTYPE", error.Message);
    }
}
