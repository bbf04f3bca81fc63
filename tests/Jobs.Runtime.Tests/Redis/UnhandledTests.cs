using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Jobs that a session has given back because its worker cannot run them: whoever can asks for them.</summary>
public abstract class UnhandledTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    private static byte[] Kind => OutcomeTests.Kind;

    [Fact]
    public async Task A_session_that_knows_the_kind_is_handed_it_at_once()
    {
        var id = await GivenBackAsync();

        var job = Assert.Single((await (await Queue.JoinAsync("b")).TurnAsync(want: 10, [Kind])).Jobs);

        Assert.Equal(id, job.Id);
        Assert.Equal("jobs state active", await Queue.PlacesAsync(id));
        Assert.Equal(0, await Queue.UnhandledAsync());
    }

    [Fact]
    public async Task A_session_that_does_not_ask_for_it_is_not_handed_it()
    {
        await GivenBackAsync();

        Assert.Empty((await (await Queue.JoinAsync("b")).TurnAsync(want: 10)).Jobs);
        Assert.Empty((await (await Queue.JoinAsync("c")).TurnAsync(want: 10, [JobKind.Of("other", 1), JobKind.Of("work", 2)])).Jobs);
    }

    [Fact]
    public async Task Jobs_that_are_ready_go_first()
    {
        var unhandled = await GivenBackAsync();
        var ready = JobId.New();
        await Queue.EnqueueAsync(ready);
        var session = await Queue.JoinAsync("b");

        Assert.Equal(ready, Assert.Single((await session.TurnAsync(want: 1, [Kind])).Jobs).Id);
        Assert.Equal(unhandled, Assert.Single((await session.TurnAsync(want: 1, [Kind])).Jobs).Id);
    }

    [Fact]
    public async Task Of_very_many_a_session_is_handed_what_it_asks_for()
    {
        var ids = new HashSet<JobId>();
        for (var i = 0; i < 20; i++)
            ids.Add(await GivenBackAsync());
        var session = await Queue.JoinAsync("b");

        var first = (await session.TurnAsync(want: 15, [Kind])).Jobs;
        var rest = (await session.TurnAsync(want: 15, [Kind])).Jobs;

        Assert.Equal((15, 5), (first.Length, rest.Length));
        Assert.Equal(ids.Order(), first.Concat(rest).Select(job => job.Id).Order());
        await Queue.AssertSoundAsync();
    }

    [Fact]
    public async Task One_that_was_cancelled_meanwhile_is_not_handed_out()
    {
        var id = await GivenBackAsync();
        Assert.Equal(CancelResult.Cancelled, await Queue.CancelAsync(id));

        Assert.Empty((await (await Queue.JoinAsync("b")).TurnAsync(want: 10, [Kind])).Jobs);
        Assert.Equal(0, await Queue.UnhandledAsync());
    }

    [Fact]
    public async Task One_that_is_given_back_to_be_cancelled_is_cancelled()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        await Queue.CancelAsync(job.Id);

        await session.TellAsync(OutcomeTests.OfKind("Unhandled", job));

        Assert.Equal("jobs done ended", await Queue.PlacesAsync(job.Id));
        Assert.Equal(0, await Queue.UnhandledAsync());
    }

    [Fact]
    public async Task Upkeep_names_each_kind_once()
    {
        await GivenBackAsync();
        await GivenBackAsync();
        await GivenBackAsync(JobKind.Of("other", 3));

        var kinds = (await Queue.Door.LookAsync("a", TimeSpan.FromMinutes(1))).Kinds.ToArray();

        Assert.Equal(new[] { Kind, JobKind.Of("other", 3) }.Select(Convert.ToHexString).Order(), kinds.Chunk(JobKind.Size).Select(Convert.ToHexString).Order());
    }

    [Fact]
    public async Task Upkeep_forgets_what_is_left_of_jobs_that_have_ended()
    {
        var ids = new[] { await GivenBackAsync(), await GivenBackAsync() };
        foreach (var id in ids)
            await Queue.CancelAsync(id, TestQueue.NoRetention);

        Assert.True((await Queue.Door.LookAsync("a", TimeSpan.FromMinutes(1))).Kinds.IsEmpty);

        Assert.Equal(0, await Queue.UnhandledAsync());
    }

    private async Task<JobId> GivenBackAsync(byte[]? kind = null)
    {
        var session = await Queue.JoinAsync($"a{JobId.New()}");
        await Queue.JoinAsync("a");
        var job = await Queue.TakeNewAsync(session);
        await session.TellAsync(OutcomeTests.OfKind("Unhandled", job) with { JobKind = kind ?? Kind });
        return job.Id;
    }
}

public sealed class UnhandledOnMemory(Servers servers) : UnhandledTests(servers, StoreKind.Memory);

public sealed class UnhandledOnEmbedded(Servers servers) : UnhandledTests(servers, StoreKind.Embedded);

public sealed class UnhandledOnRedis(Servers servers) : UnhandledTests(servers, StoreKind.Redis);
