using Jobs.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Client;

/// <summary>The server has done what it was asked, and the answer never arrives.</summary>
public sealed class LostAnswerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_whose_answer_is_lost_is_stored_once_and_counts_as_stored_now()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        using var proxy = new FaultProxy(redis.Port);
        await using var app = new ClientApp(proxy.ConnectionString);
        await app.Client.EnqueueAsync(new Mail("first@example.com"), cancellationToken: Ct);
        proxy.LoseReplyTo("ada@example.com"u8.ToArray());
        var job = await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        Assert.Equal(1, proxy.LostReplies);
        Assert.False(job.AlreadyStored);
        Assert.Equal(2, await ReadyAsync(app));
    }

    [Fact]
    public async Task A_job_with_an_id_of_the_callers_own_whose_answer_is_lost_counts_as_stored_now()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        using var proxy = new FaultProxy(redis.Port);
        await using var app = new ClientApp(proxy.ConnectionString);
        await app.Client.EnqueueAsync(new Mail("first@example.com"), cancellationToken: Ct);
        proxy.LoseReplyTo("ada@example.com"u8.ToArray());
        var options = new EnqueueOptions { Id = JobId.From("invoice-42") };
        var job = await app.Client.EnqueueAsync(new Mail("ada@example.com"), options, Ct);
        var again = await app.Client.EnqueueAsync(new Mail("ada@example.com"), options, Ct);

        Assert.Equal(1, proxy.LostReplies);
        Assert.Equal((false, true), (job.AlreadyStored, again.AlreadyStored));
        Assert.Equal(2, await ReadyAsync(app));
    }

    [Fact]
    public async Task A_job_that_another_call_stored_counts_as_stored_before_though_the_answer_is_lost()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        using var proxy = new FaultProxy(redis.Port);
        var clock = new StandingClock(); // both calls are made at the same moment, and differ in nothing
        await using var other = new ClientApp(redis.ConnectionString, time: clock);
        await using var app = new ClientApp(proxy.ConnectionString, time: clock);
        await app.Client.EnqueueAsync(new Mail("first@example.com"), cancellationToken: Ct);
        var options = new EnqueueOptions { Id = JobId.From("invoice-42") };
        var first = await other.Client.EnqueueAsync(new Mail("ada@example.com"), options, Ct);
        proxy.LoseReplyTo("ada@example.com"u8.ToArray());
        var job = await app.Client.EnqueueAsync(new Mail("ada@example.com"), options, Ct);

        Assert.Equal(1, proxy.LostReplies);
        Assert.Equal((false, true), (first.AlreadyStored, job.AlreadyStored));
    }

    [Fact]
    public async Task Many_jobs_whose_answer_is_lost_are_stored_once()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        using var proxy = new FaultProxy(redis.Port);
        await using var app = new ClientApp(proxy.ConnectionString);
        await app.Client.EnqueueAsync(new Mail("first@example.com"), cancellationToken: Ct);
        proxy.LoseReplyTo("1500@example.com"u8.ToArray());
        var jobs = await app.Client.EnqueueManyAsync(Enumerable.Range(0, 3_000).Select(i => new Mail($"{i}@example.com")), cancellationToken: Ct);

        Assert.Equal(1, proxy.LostReplies);
        Assert.All(jobs, job => Assert.False(job.AlreadyStored));
        Assert.Equal(3_001, await ReadyAsync(app));
    }

    private static async Task<long> ReadyAsync(ClientApp app) =>
        await (await app.DatabaseAsync()).ListLengthAsync(app.Store.Queue("mails").Names.For(RedisScript.Enqueue, table: 0)[1]);
}
