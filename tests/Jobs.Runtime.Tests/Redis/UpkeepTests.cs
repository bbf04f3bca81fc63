using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Who sees to a queue, and what it is told.</summary>
public abstract class UpkeepTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task One_session_at_a_time_sees_to_a_queue()
    {
        await Queue.JoinAsync("a");
        await Queue.JoinAsync("b");

        Assert.True((await LookAsync("a")).IsMine);
        var other = await LookAsync("b");

        Assert.False(other.IsMine);
        Assert.InRange(other.Left, TimeSpan.FromSeconds(1), Hold);
        Assert.True((await LookAsync("a")).IsMine);
    }

    [Fact]
    public async Task It_falls_to_another_when_its_session_has_expired()
    {
        await Queue.JoinAsync("a");
        await Queue.JoinAsync("b");
        await LookAsync("a");
        await Queue.ExpireAsync("a");

        Assert.True((await LookAsync("b")).IsMine);
    }

    [Fact]
    public async Task It_falls_to_another_when_its_session_has_left()
    {
        var session = await Queue.JoinAsync("a");
        await Queue.JoinAsync("b");
        await LookAsync("a");
        await session.LeaveAsync();

        Assert.True((await LookAsync("b")).IsMine);
    }

    [Fact]
    public async Task A_session_that_was_recovered_learns_it() => Assert.False((await LookAsync("never joined")).IsKnown);

    [Fact]
    public async Task It_is_told_when_the_first_session_expires()
    {
        await Queue.JoinAsync("a");
        Assert.InRange((await LookAsync("a")).Left, TimeSpan.FromMinutes(9), TestQueue.SessionLength);

        await Queue.JoinAsync("dead");
        await Queue.ExpireAsync("dead");

        Assert.Equal(TimeSpan.Zero, (await LookAsync("a")).Left);
    }

    [Fact]
    public async Task It_is_told_of_jobs_that_wait()
    {
        await Queue.JoinAsync("a");
        var later = JobId.New();
        await Queue.EnqueueAfterAsync(60000, later);
        Assert.False((await LookAsync("a")).Work);

        await Queue.MakeDueAsync(later);
        Assert.True((await LookAsync("a")).Work);

        await Queue.CancelAsync(later);
        Assert.False((await LookAsync("a")).Work);

        await Queue.EnqueueAsync(JobId.New());
        Assert.True((await LookAsync("a")).Work);
    }

    [Fact]
    public async Task Another_is_told_of_jobs_that_wait_too()
    {
        await Queue.JoinAsync("a");
        await Queue.JoinAsync("b");
        await LookAsync("a");
        await Queue.EnqueueAsync(JobId.New());

        Assert.True((await LookAsync("b")).Work);
    }

    [Fact]
    public async Task It_is_told_of_retentions_that_have_ended()
    {
        var session = await Queue.JoinAsync("a");
        var job = await Queue.TakeNewAsync(session);
        await session.TellAsync(Outcome.Completed(job, TestQueue.Retention));
        Assert.False((await LookAsync("a")).Sweep);

        await Queue.EndRetentionAsync(job.Id);

        Assert.True((await LookAsync("a")).Sweep);
    }

    [Fact]
    public async Task A_session_at_rest_lives_for_longer_until_its_next_turn()
    {
        var session = await Queue.JoinAsync("a");
        await session.TurnAsync(want: 1);

        Assert.Equal(Renewal.Resting, await RestAsync(session.Calls));
        Assert.InRange(await LivesAsync(), 3600_000 - 60_000, 3600_000);

        await Queue.EnqueueAsync(JobId.New());
        Assert.Single((await session.TurnAsync(want: 1)).Jobs);
        Assert.InRange(await LivesAsync(), 1, (long)TestQueue.SessionLength.TotalMilliseconds);
    }

    [Fact]
    public async Task A_session_that_has_had_another_turn_since_is_not_at_rest()
    {
        var session = await Queue.JoinAsync("a");
        await session.TurnAsync(want: 1);
        await Queue.TakeNewAsync(session);

        Assert.Equal(Renewal.Renewed, await RestAsync(session.Calls - 1));
        Assert.InRange(await LivesAsync(), 1, (long)TestQueue.SessionLength.TotalMilliseconds);
    }

    [Fact]
    public async Task A_session_without_a_turn_may_rest()
    {
        await Queue.JoinAsync("a");

        Assert.Equal(Renewal.Resting, await RestAsync(calls: 0));
    }

    private Task<QueueNeeds> LookAsync(string session) => Queue.Door.LookAsync(session, Hold);

    private Task<Renewal> RestAsync(long calls) => Queue.RenewAsync("a", TestQueue.SessionLength, calls, TimeSpan.FromHours(1));

    private async Task<long> LivesAsync() =>
        (await Queue.ExpiryAsync("a"))!.Value - await Queue.NowAsync();
}

public sealed class UpkeepOnMemory(Servers servers) : UpkeepTests(servers, StoreKind.Memory);

public sealed class UpkeepOnEmbedded(Servers servers) : UpkeepTests(servers, StoreKind.Embedded);

public sealed class UpkeepOnRedis(Servers servers) : UpkeepTests(servers, StoreKind.Redis);
