using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Client;

/// <summary>How many calls the server is sent.</summary>
public sealed class CoalescingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lone_enqueue_is_one_call()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = await WarmAsync(redis);
        for (var i = 0; i < 10; i++)
            await app.Client.EnqueueAsync(new Mail($"{i}@example.com"), cancellationToken: Ct);

        Assert.Equal(10, await app.ScriptCallsAsync());
    }

    [Fact]
    public async Task What_is_enqueued_while_a_call_is_under_way_goes_by_the_next_one()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = await WarmAsync(redis);
        redis.Pause();
        var jobs = Enumerable.Range(0, 501).Select(i => app.Client.EnqueueAsync(new Mail($"{i}@example.com"), cancellationToken: Ct).AsTask()).ToArray();
        redis.Resume();
        await Task.WhenAll(jobs);

        Assert.Equal(2, await app.ScriptCallsAsync());
    }

    [Fact]
    public async Task Queues_do_not_wait_for_each_other()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = await WarmAsync(redis);
        redis.Pause();
        var jobs = Enumerable.Range(0, 40).Select(i => app.Client.EnqueueAsync(new Mail($"{i}@example.com"), new() { Queue = $"q{i % 4}" }, Ct).AsTask()).ToArray();
        redis.Resume();
        await Task.WhenAll(jobs);

        Assert.Equal(8, await app.ScriptCallsAsync());
    }

    [Fact]
    public async Task Many_jobs_go_a_thousand_a_call()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = await WarmAsync(redis);
        await app.Client.EnqueueManyAsync(Enumerable.Range(0, 2_500).Select(i => new Mail($"{i}@example.com")), cancellationToken: Ct);

        Assert.Equal(3, await app.ScriptCallsAsync());
    }

    /// <summary>A client whose first call, which connects and loads the script, is behind it.</summary>
    private static async Task<ClientApp> WarmAsync(RedisProcess redis)
    {
        var app = new ClientApp(redis.ConnectionString, time: new StandingClock()); // at a moment of its own a job may be of another table, and go by another call
        await app.Client.EnqueueAsync(new Mail("first@example.com"), cancellationToken: Ct);
        await (await app.DatabaseAsync()).ExecuteAsync("CONFIG", "RESETSTAT");
        return app;
    }
}
