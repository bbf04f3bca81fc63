using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class AwaitTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
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
        Assert.Empty(await Queue.AwaitedAsync());
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
        Assert.Equal([job.Id], await Queue.AwaitedAsync());
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
        await Queue.LoseEnvelopeAsync(id);

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

        Assert.Empty(await Queue.AwaitedAsync());
    }

    [Fact]
    public async Task A_job_nobody_knows_is_not_awaited()
    {
        Assert.False(await Queue.Door.AwaitAsync(JobId.New()));

        await Queue.AssertEmptyAsync();
    }

    private async Task<EndProbe> AwaitedAsync(JobId id)
    {
        var end = await Queue.ListenAsync(id);
        Assert.True(await Queue.Door.AwaitAsync(id));
        return end;
    }
}

public sealed class AwaitOnMemory(Servers servers) : AwaitTests(servers, StoreKind.Memory);

public sealed class AwaitOnEmbedded(Servers servers) : AwaitTests(servers, StoreKind.Embedded);

public sealed class AwaitOnRedis(Servers servers) : AwaitTests(servers, StoreKind.Redis);
