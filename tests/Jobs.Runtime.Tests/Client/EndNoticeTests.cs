using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Client;

/// <summary>What waits for results leave behind on the server: nothing.</summary>
public sealed class EndNoticeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waits_that_are_cancelled_at_any_moment_leave_no_subscription()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        await using var app = new ClientApp(redis.ConnectionString);
        var jobs = await app.Client.EnqueueManyAsync(Enumerable.Range(0, 500).Select(i => new Mail($"{i}")), cancellationToken: Ct);
        using var others = new CancellationTokenSource();
        var waits = jobs.Select((job, i) => i % 2 == 0 ? app.Client.WaitForResultAsync(job, others.Token) : CancelledAsync(app, job)).ToArray();
        await Task.WhenAll(waits.Where((_, i) => i % 2 == 1));
        await others.CancelAsync();
        await Task.WhenAll(waits.Select(wait => wait.ContinueWith(static _ => { }, TaskScheduler.Default)));

        await NoneLeftAsync(app, redis);
    }

    [Fact]
    public async Task Waits_that_meet_a_lost_connection_leave_no_subscription()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        await using var app = new ClientApp(redis.ConnectionString);
        var jobs = await app.Client.EnqueueManyAsync(Enumerable.Range(0, 200).Select(i => new Mail($"{i}")), cancellationToken: Ct);
        using var patience = new CancellationTokenSource();
        var waits = jobs.Select(job => app.Client.WaitForResultAsync(job, patience.Token)).ToArray();
        await using var other = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        while (await ChannelsAsync(other) < 200)
            await Task.Yield();
        await other.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await patience.CancelAsync(); // while the client library subscribes anew
        await Task.WhenAll(waits.Select(wait => wait.ContinueWith(static _ => { }, TaskScheduler.Default)));

        await NoneLeftAsync(app, redis);
    }

    [Fact]
    public async Task Waits_for_one_job_share_one_subscription_which_the_last_to_leave_ends()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        await using var app = new ClientApp(redis.ConnectionString);
        var job = await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        using var patience = new CancellationTokenSource();
        var first = app.Client.WaitForResultAsync(job, patience.Token);
        var second = app.Client.WaitForResultAsync(job, Ct);

        Assert.Equal(1, app.Instance.Messages.Awaited);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(1, app.Instance.Messages.Awaited);
        await app.Client.CancelAsync(job.Id, job.Queue, Ct);
        await Assert.ThrowsAsync<JobFailedException>(() => second);
        await NoneLeftAsync(app, redis);
    }

    [Fact]
    public async Task A_token_that_was_cancelled_before_subscribes_to_nothing()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        await using var app = new ClientApp(redis.ConnectionString);
        var job = await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.Client.WaitForResultAsync(job, new CancellationToken(canceled: true)));
        Assert.Equal(0, app.Instance.Messages.Awaited);
    }

    private static Task CancelledAsync(ClientApp app, JobHandle job)
    {
        var patience = new CancellationTokenSource();
        var wait = app.Client.WaitForResultAsync(job, patience.Token);
        patience.Cancel();
        return wait.ContinueWith(_ => patience.Dispose(), TaskScheduler.Default);
    }

    private static async Task NoneLeftAsync(ClientApp app, RedisProcess redis)
    {
        while (app.Instance.Messages.Awaited > 0)
            await Task.Yield();
        await using var other = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        Assert.Equal(0, await ChannelsAsync(other));
    }

    private static async Task<int> ChannelsAsync(ConnectionMultiplexer connection) =>
        (await connection.GetServers().Single().SubscriptionChannelsAsync(RedisChannel.Pattern("jobs:*"))).Length;
}
