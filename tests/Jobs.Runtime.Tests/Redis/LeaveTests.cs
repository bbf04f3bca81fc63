using Jobs.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class LeaveTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    [Fact]
    public async Task A_session_that_holds_a_job_does_not_leave_and_the_job_is_recovered()
    {
        var session = await Queue.JoinAsync("a");
        var job = await Queue.TakeNewAsync(session);

        Assert.Equal(LeaveResult.HoldsJobs, await session.LeaveAsync());

        Assert.Equal([job.Id], (await Queue.RecoverAsync()).Recovered);
        Assert.Equal("jobs state ready", await Queue.PlacesAsync(job.Id));
    }

    [Fact]
    public async Task A_session_that_holds_nothing_leaves_while_others_hold_jobs()
    {
        await Queue.TakeNewAsync(await Queue.JoinAsync("other"));
        var session = await Queue.JoinAsync("a");

        Assert.Equal(LeaveResult.Left, await session.LeaveAsync());

        Assert.Equal(["other"], (await QueueDump.ReadAsync(Queue)).Names(QueueKey.Workers));
    }

    [Fact]
    public async Task Where_many_jobs_are_held_the_next_recovery_looks()
    {
        var other = await Queue.JoinAsync("other");
        await Queue.EnqueueAsync(NewIds(600));
        await Queue.EnqueueAsync(NewIds(600));
        await other.TurnAsync(want: 1000);
        await other.TurnAsync(want: 1000);
        var session = await Queue.JoinAsync("a");

        Assert.Equal(LeaveResult.NotKnown, await session.LeaveAsync());

        Assert.Empty((await Queue.RecoverAsync()).Recovered);
        Assert.Equal(["other"], (await QueueDump.ReadAsync(Queue)).Names(QueueKey.Workers));
    }

    [Fact]
    public async Task A_job_whose_holder_is_no_session_is_recovered_once_the_holder_has_been_unknown_for_a_minute()
    {
        var job = await Queue.TakeNewAsync(await Queue.JoinAsync("a"));
        await Queue.Database.SortedSetRemoveAsync(Queue.Key(QueueKey.Workers), "a"); // as a worker of before did that left too early
        await Queue.Database.HashSetAsync(Queue.Key(QueueKey.Control), "scan", "0 0 "); // else it looks in one second of ten

        Assert.Empty((await Queue.RecoverAsync()).Recovered);
        Assert.Equal("jobs active", await Queue.PlacesAsync(job.Id));

        await Queue.Database.HashSetAsync(Queue.Key(QueueKey.Control), "scan", $"0 {await Queue.NowAsync() - 60_000} a");
        Assert.Equal([job.Id], (await Queue.RecoverAsync()).Recovered);
        Assert.Equal("jobs state ready", await Queue.PlacesAsync(job.Id));
        Assert.Empty((await QueueDump.ReadAsync(Queue)).Names(QueueKey.Workers));
    }

    [Fact]
    public async Task While_all_holders_are_sessions_a_recovery_writes_nothing()
    {
        await Queue.TakeNewAsync(await Queue.JoinAsync("a"));
        await Queue.Database.HashSetAsync(Queue.Key(QueueKey.Control), "scan", "0 0 ");

        await Queue.RecoverAsync();

        Assert.False(await Queue.Database.HashExistsAsync(Queue.Key(QueueKey.Control), "scan"));
    }
}

public sealed class LeaveOnEmbedded(Servers servers) : LeaveTests(servers, ServerKind.Embedded);

public sealed class LeaveOnRedis(Servers servers) : LeaveTests(servers, ServerKind.Redis);
