using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class GetTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    [Fact]
    public async Task A_job_nobody_knows_is_nothing() => Assert.Null(await GetAsync(JobId.New()));

    [Fact]
    public async Task A_ready_job_is_its_envelope_and_nothing_else()
    {
        var id = JobId.New();
        await Queue.EnqueueAsync(id);

        var job = (await GetAsync(id))!;

        Assert.Equal(TestQueue.EnvelopeOf(id), job.Envelope);
        Assert.Equal((RunState.None, null, null, null, null), (job.Run, job.Due, job.Holder, job.Done, job.Dead));
    }

    [Fact]
    public async Task A_running_job_names_its_session_grant_and_time()
    {
        var before = await Queue.NowAsync();
        var taken = await Queue.TakeNewAsync(await Queue.JoinAsync("a"));

        var job = (await GetAsync(taken.Id))!;

        Assert.Equal(("a", taken.Grant), (job.Holder!.Session, job.Holder.Grant));
        Assert.InRange(job.Holder.Since!.Value, before, await Queue.NowAsync());
    }

    [Fact]
    public async Task A_retried_job_has_a_time_and_a_state()
    {
        var (_, job) = await AfterAsync("Later");

        Assert.NotNull(job.Due);
        Assert.Null(job.Holder);
        Assert.Equal("no", job.Run.LastError);
    }

    [Fact]
    public async Task A_completed_job_has_the_end_of_its_retention()
    {
        var (_, job) = await AfterAsync("Completed");

        Assert.NotNull(job.Done);
        Assert.Null(job.Holder);
    }

    [Fact]
    public async Task A_dead_job_has_the_time_of_its_death_by_the_servers_clock()
    {
        var before = await Queue.NowAsync();
        var (_, job) = await AfterAsync("Dead");

        Assert.InRange(job.Dead!.Value, before, await Queue.NowAsync());
    }

    [Fact]
    public async Task A_dead_job_without_an_envelope_is_still_shown()
    {
        var id = JobId.New();
        await Queue.EnqueueAsync(id);
        await Queue.LoseEnvelopeAsync(id);
        await (await Queue.JoinAsync()).TurnAsync(want: 1);

        var job = (await GetAsync(id))!;

        Assert.Empty(job.Envelope);
        Assert.NotNull(job.Dead);
        Assert.Equal(RunEnd.Missing, job.Run.Kind);
    }

    private async Task<(TakenJob Taken, StoredJob Stored)> AfterAsync(string outcome)
    {
        var session = await Queue.JoinAsync();
        var taken = await Queue.TakeNewAsync(session);
        await session.TellAsync(OutcomeTests.OfKind(outcome, taken));
        return (taken, (await GetAsync(taken.Id))!);
    }

    private Task<StoredJob?> GetAsync(JobId id) => Queue.Door.GetAsync(id);
}

public sealed class GetOnMemory(Servers servers) : GetTests(servers, StoreKind.Memory);

public sealed class GetOnEmbedded(Servers servers) : GetTests(servers, StoreKind.Embedded);

public sealed class GetOnRedis(Servers servers) : GetTests(servers, StoreKind.Redis);
