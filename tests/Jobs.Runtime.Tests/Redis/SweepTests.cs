using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class SweepTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    [Fact]
    public async Task A_job_whose_retention_has_ended_is_forgotten()
    {
        var ids = await CompleteAsync(2);
        await Queue.EndRetentionAsync(ids[0]);

        Assert.Equal(1, await Queue.Door.SweepAsync());

        Assert.Equal("", await Queue.PlacesAsync(ids[0]));
        Assert.Equal("jobs done ended", await Queue.PlacesAsync(ids[1]));
    }

    [Fact]
    public async Task With_nothing_to_forget_it_looks_at_nothing()
    {
        await CompleteAsync(1);

        Assert.Equal(0, await Queue.Door.SweepAsync());
    }

    [Fact]
    public async Task It_forgets_no_more_than_it_is_told_oldest_first()
    {
        var ids = await CompleteAsync(3);
        foreach (var id in ids)
            await Queue.EndRetentionAsync(id);
        await Queue.EndRetentionAsync(ids[2], at: 0);

        Assert.Equal(1, await Queue.Door.SweepAsync(max: 1));

        Assert.Equal("", await Queue.PlacesAsync(ids[2]));
        Assert.Equal(2, await Queue.EnvelopesAsync());
    }

    [Fact]
    public async Task The_dead_stay()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        await session.TellAsync(OutcomeTests.OfKind("Dead", job));

        Assert.Equal(0, await Queue.Door.SweepAsync());

        Assert.Equal("jobs dead ended", await Queue.PlacesAsync(job.Id));
    }

    [Fact]
    public async Task A_forgotten_id_can_be_stored_anew()
    {
        var id = Assert.Single(await CompleteAsync(1));
        await Queue.EndRetentionAsync(id);
        await Queue.Door.SweepAsync();

        Assert.Empty(await Queue.EnqueueAsync(id));

        Assert.Equal("jobs ready", await Queue.PlacesAsync(id));
    }

    /// <summary>With a result each, so that there is a state to forget as well.</summary>
    private async Task<JobId[]> CompleteAsync(int count)
    {
        var session = await Queue.JoinAsync();
        var ids = NewIds(count);
        await Queue.EnqueueAsync(ids);
        var jobs = (await session.TurnAsync(want: count)).Jobs;
        await session.TellAsync([.. jobs.Select(job => OutcomeTests.OfKind("Ended", job))]);
        return ids;
    }
}

public sealed class SweepOnMemory(Servers servers) : SweepTests(servers, StoreKind.Memory);

public sealed class SweepOnEmbedded(Servers servers) : SweepTests(servers, StoreKind.Embedded);

public sealed class SweepOnRedis(Servers servers) : SweepTests(servers, StoreKind.Redis);
