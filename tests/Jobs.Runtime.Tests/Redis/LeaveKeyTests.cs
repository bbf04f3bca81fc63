using Jobs.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Sessions that leave, and holders that are none: what the keys say of them.</summary>
public abstract class LeaveKeyTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
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
        Assert.Equal(["other"], await Queue.SessionsAsync());
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
        Assert.Empty(await Queue.SessionsAsync());
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

public sealed class LeaveKeysOnEmbedded(Servers servers) : LeaveKeyTests(servers, ServerKind.Embedded);

public sealed class LeaveKeysOnRedis(Servers servers) : LeaveKeyTests(servers, ServerKind.Redis);
