using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class SessionTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Joining_begins_a_session_of_the_given_length_by_the_servers_clock()
    {
        var before = await Queue.NowAsync();

        Assert.True(await Queue.Door.JoinAsync("a", Length));

        Assert.InRange(await ExpiryAsync() ?? 0, before + 15_000, await Queue.NowAsync() + 15_000);
    }

    [Fact]
    public async Task Joining_again_renews()
    {
        await Queue.Door.JoinAsync("a", Length);

        Assert.True(await Queue.Door.JoinAsync("a", 2 * Length));

        Assert.True(await ExpiryAsync() > await Queue.NowAsync() + 15_000);
    }

    [Fact]
    public async Task A_session_is_renewed_even_when_it_is_overdue()
    {
        await Queue.Door.JoinAsync("a", Length);
        await Queue.ExpireAsync("a");

        Assert.True(await Queue.RenewAsync("a", Length));

        Assert.True(await ExpiryAsync() > await Queue.NowAsync());
    }

    [Fact]
    public async Task A_session_that_is_not_there_is_not_renewed()
    {
        Assert.False(await Queue.RenewAsync("a", Length));

        Assert.Null(await ExpiryAsync());
    }

    [Fact]
    public async Task Nothing_is_left_over_of_a_session_that_has_left()
    {
        var session = await Queue.JoinAsync("a");
        var job = await Queue.TakeNewAsync(session);
        await session.TurnAsync(want: 1, Outcome.Completed(job, 0));

        await session.LeaveAsync();

        Assert.Empty(await Queue.SessionsAsync());
        Assert.Empty(await Queue.IdleAsync());
        await Queue.AssertSoundAsync();
    }

    [Fact]
    public async Task A_session_that_has_left_gets_nothing()
    {
        var session = await Queue.JoinAsync("a");
        await session.LeaveAsync();
        await Queue.EnqueueAsync(JobId.New());

        Assert.Equal(TurnStatus.Ended, (await session.TurnAsync(want: 1)).Status);
    }

    private Task<long?> ExpiryAsync() => Queue.ExpiryAsync("a");
}

public sealed class SessionOnMemory(Servers servers) : SessionTests(servers, StoreKind.Memory);

public sealed class SessionOnEmbedded(Servers servers) : SessionTests(servers, StoreKind.Embedded);

public sealed class SessionOnRedis(Servers servers) : SessionTests(servers, StoreKind.Redis);
