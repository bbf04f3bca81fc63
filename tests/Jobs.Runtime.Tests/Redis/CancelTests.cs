using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class CancelTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    [Fact]
    public async Task A_job_nobody_knows_is_not_found()
    {
        Assert.Equal(CancelResult.NotFound, await Queue.CancelAsync(JobId.New()));

        await Queue.AssertEmptyAsync();
    }

    [Fact]
    public async Task A_ready_job_is_cancelled_and_never_handed_out()
    {
        var ids = NewIds(3);
        await Queue.EnqueueAsync(ids);

        Assert.Equal(CancelResult.Cancelled, await Queue.CancelAsync(ids[1]));

        var taken = await (await Queue.JoinAsync()).TurnAsync(want: 3);
        Assert.Equal([ids[0], ids[2]], taken.Jobs.Select(job => job.Id));
        Assert.Equal("jobs done ended", await Queue.PlacesAsync(ids[1]));
        Assert.Equal(RunEnd.Cancelled, (await Queue.StateAsync(ids[1])).Kind);
        Assert.Equal(1, await Queue.CountAsync("cancelled"));
    }

    [Theory]
    [InlineData(TestQueue.NoRetention, "")]
    [InlineData(TestQueue.Retention, "jobs done ended")]
    public async Task A_waiting_job_is_cancelled_at_once(long retentionMs, string places)
    {
        var id = JobId.New();
        await Queue.EnqueueAfterAsync(3600000, id);

        Assert.Equal(CancelResult.Cancelled, await Queue.CancelAsync(id, retentionMs));

        Assert.Equal(places, await Queue.PlacesAsync(id));
        Assert.Equal(1, await Queue.CountAsync("cancelled"));
    }

    [Fact]
    public async Task A_cancelled_job_keeps_what_it_has_been_through()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        await session.TellAsync(Outcome.Later(job, 0, TimeSpan.FromHours(1), new RunState(RunEnd.Failed, 2, 1, "the last error")));

        await Queue.CancelAsync(job.Id);

        Assert.Equal(new RunState(RunEnd.Cancelled, 2, 1, "the last error"), await Queue.StateAsync(job.Id));
    }

    [Fact]
    public async Task A_running_job_is_asked_to_stop_through_its_session()
    {
        var (a, b) = (await Queue.JoinAsync("a"), await Queue.JoinAsync("b"));
        var job = await Queue.TakeNewAsync(a);
        await using var wakes = await WakeUps.ListenAsync(Queue, "a", "b");

        Assert.Equal(CancelResult.Requested, await Queue.CancelAsync(job.Id));

        var woken = await wakes.CountAsync();
        Assert.Equal((1, 0), (woken["a"], woken["b"]));
        Assert.Empty((await b.TurnAsync(want: 0)).Cancels);
        Assert.Equal([job.Id], (await a.TurnAsync(want: 0)).Cancels);
    }

    [Theory]
    [InlineData("Completed", "jobs done", "completed")]
    [InlineData("Ended", "jobs done ended", "completed")]
    [InlineData("Later", "jobs done ended", "cancelled")]
    [InlineData("Back", "jobs done ended", "cancelled")]
    [InlineData("Dead", "jobs dead ended", "dead")]
    public async Task A_running_job_that_was_to_be_cancelled_is_not_run_again_however_its_run_ends(string kind, string places, string counter)
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        await Queue.CancelAsync(job.Id);

        await session.TellAsync(OutcomeTests.OfKind(kind, job));

        Assert.Equal(places, await Queue.PlacesAsync(job.Id)); // the request has gone with the run
        Assert.Equal(1, await Queue.CountAsync(counter));
        Assert.Empty(await Queue.ReadyAsync());
    }

    [Theory]
    [InlineData("done")]
    [InlineData("dead")]
    public async Task A_job_that_has_ended_stays_as_it_is(string place)
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        await session.TellAsync(OutcomeTests.OfKind(place == "done" ? "Completed" : "Dead", job));
        var before = await Queue.DumpAsync();

        Assert.Equal(CancelResult.AlreadyEnded, await Queue.CancelAsync(job.Id));

        Assert.Equal(before, await Queue.DumpAsync());
    }

    [Fact]
    public async Task A_job_cancelled_in_the_list_is_not_forgotten_before_a_turn_has_met_its_id()
    {
        var id = JobId.New();
        await Queue.EnqueueAsync(id);
        await Queue.CancelAsync(id, TestQueue.NoRetention);
        await Queue.EndRetentionAsync(id);

        await Queue.Door.SweepAsync();

        Assert.Equal([1], await Queue.EnqueueAsync(id)); // else the same id, stored anew, would stand in the list twice
        Assert.Empty((await (await Queue.JoinAsync()).TurnAsync(want: 1)).Jobs);
        await Queue.EndRetentionAsync(id);
        await Queue.Door.SweepAsync();
        Assert.Equal("", await Queue.PlacesAsync(id));
    }
}

public sealed class CancelOnMemory(Servers servers) : CancelTests(servers, StoreKind.Memory);

public sealed class CancelOnEmbedded(Servers servers) : CancelTests(servers, StoreKind.Embedded);

public sealed class CancelOnRedis(Servers servers) : CancelTests(servers, StoreKind.Redis);
