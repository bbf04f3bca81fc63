using Jobs.Redis;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

public abstract class AwaitTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    [Theory]
    [InlineData("Completed")]
    [InlineData("Ended")]
    [InlineData("Dead")]
    public async Task The_end_of_an_awaited_job_is_announced(string outcome)
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        await using var end = await AwaitedAsync(job.Id);

        await session.TellAsync(OutcomeTests.OfKind(outcome, job));

        Assert.True(await end.IsAnnouncedAsync());
        Assert.Empty((await QueueDump.ReadAsync(Queue)).Ids(QueueKey.Waiters));
    }

    [Theory]
    [InlineData("Later")]
    [InlineData("Back")]
    public async Task A_run_that_is_not_the_end_is_not_announced(string outcome)
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        await using var end = await AwaitedAsync(job.Id);

        await session.TellAsync(OutcomeTests.OfKind(outcome, job));

        Assert.False(await end.IsAnnouncedAsync());
        Assert.Equal([job.Id], (await QueueDump.ReadAsync(Queue)).Ids(QueueKey.Waiters));
    }

    [Theory]
    [InlineData("ready")]
    [InlineData("due")]
    public async Task A_cancellation_of_an_awaited_job_is_announced(string place)
    {
        var id = JobId.New();
        await (place == "due" ? Queue.EnqueueAfterAsync(3600000, id) : Queue.EnqueueAsync(id));
        await using var end = await AwaitedAsync(id);

        await Queue.CancelAsync(id);

        Assert.True(await end.IsAnnouncedAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_end_by_recovery_is_announced(bool cancelled)
    {
        var job = await Queue.TakeNewAsync(await Queue.JoinAsync("a"));
        await using var end = await AwaitedAsync(job.Id);
        if (cancelled)
            await Queue.CancelAsync(job.Id);
        await Queue.ExpireAsync("a");

        await Queue.RecoverAsync(maxRecoveries: 0);

        Assert.True(await end.IsAnnouncedAsync());
    }

    [Fact]
    public async Task A_job_that_turns_out_to_be_missing_is_announced()
    {
        var id = JobId.New();
        await Queue.EnqueueAsync(id);
        await using var end = await AwaitedAsync(id);
        await Queue.Database.HashDeleteAsync(Queue.TableOf(id), JobStore.Bytes(id));

        await (await Queue.JoinAsync()).TurnAsync(want: 1);

        Assert.True(await end.IsAnnouncedAsync());
    }

    [Theory]
    [InlineData("Completed")]
    [InlineData("Dead")]
    public async Task A_job_that_has_ended_is_to_be_looked_at_now(string outcome)
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        await session.TellAsync(OutcomeTests.OfKind(outcome, job));

        Assert.False(await Queue.Door.AwaitAsync(job.Id));

        Assert.Empty((await QueueDump.ReadAsync(Queue)).Ids(QueueKey.Waiters));
    }

    [Fact]
    public async Task A_job_nobody_knows_is_not_awaited()
    {
        Assert.False(await Queue.Door.AwaitAsync(JobId.New()));

        Assert.Empty(await KeysAsync());
    }

    private async Task<End> AwaitedAsync(JobId id)
    {
        var end = await End.ListenAsync(Queue, id);
        Assert.True(await Queue.Door.AwaitAsync(id));
        return end;
    }

    /// <summary>Listens for the announcement of one end. A marker sent after it arrives after it, so nothing is waited for in vain.</summary>
    private sealed class End(TestQueue queue, RedisChannel channel, ChannelMessageQueue messages) : IAsyncDisposable
    {
        public static async Task<End> ListenAsync(TestQueue queue, JobId id)
        {
            var channel = queue.Names.EndChannelOf(id);
            return new(queue, channel, await queue.Connection.GetSubscriber().SubscribeAsync(channel));
        }

        public async Task<bool> IsAnnouncedAsync()
        {
            await queue.Database.PublishAsync(channel, "marker");
            return (await messages.ReadAsync(TestContext.Current.CancellationToken)).Message != "marker";
        }

        public async ValueTask DisposeAsync() => await messages.UnsubscribeAsync();
    }
}

public sealed class AwaitOnEmbedded(Servers servers) : AwaitTests(servers, ServerKind.Embedded);

public sealed class AwaitOnRedis(Servers servers) : AwaitTests(servers, ServerKind.Redis);
