using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class LeaveTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
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

        Assert.Equal(["other"], await Queue.SessionsAsync());
    }
}

public sealed class LeaveOnMemory(Servers servers) : LeaveTests(servers, StoreKind.Memory);

public sealed class LeaveOnEmbedded(Servers servers) : LeaveTests(servers, StoreKind.Embedded);

public sealed class LeaveOnRedis(Servers servers) : LeaveTests(servers, StoreKind.Redis);
