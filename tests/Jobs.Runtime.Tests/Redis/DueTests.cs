using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class DueTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    [Fact]
    public async Task A_delay_counts_from_the_servers_clock()
    {
        var id = JobId.New();

        var before = await Queue.NowAsync();
        await Queue.EnqueueAfterAsync(90_000, id);
        var after = await Queue.NowAsync();

        Assert.Equal("jobs due", await Queue.PlacesAsync(id));
        Assert.InRange((await Queue.Door.GetAsync(id))!.Due!.Value, before + 90_000, after + 90_000);
    }

    [Fact]
    public async Task A_time_is_kept_to_the_millisecond()
    {
        const long time = 4_102_444_800_123; // 2100
        var id = JobId.New();

        await Queue.EnqueueAtAsync(time, id);

        Assert.Equal(time, (await Queue.Door.GetAsync(id))!.Due);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_time_that_has_come_makes_the_job_ready_at_once(bool fromNow)
    {
        var id = JobId.New();

        await (fromNow ? Queue.EnqueueAfterAsync(0, id) : Queue.EnqueueAtAsync(1, id));

        Assert.Equal("jobs ready", await Queue.PlacesAsync(id));
    }

    [Fact]
    public async Task A_job_is_not_handed_out_before_its_time()
    {
        await Queue.EnqueueAfterAsync(3600000, JobId.New());

        Assert.Empty((await (await Queue.JoinAsync()).TurnAsync(want: 10)).Jobs);
    }

    [Fact]
    public async Task Jobs_whose_time_has_come_are_handed_out_in_the_order_of_their_times_after_those_that_were_ready()
    {
        var ids = NewIds(4);
        await Queue.EnqueueAfterAsync(3600000, ids[0], ids[1], ids[2]);
        await Queue.EnqueueAsync(ids[3]);
        await Queue.MakeDueAsync(ids[0], at: 30);
        await Queue.MakeDueAsync(ids[1], at: 10);
        await Queue.MakeDueAsync(ids[2], at: 20);

        var taken = await (await Queue.JoinAsync()).TurnAsync(want: 10);

        Assert.Equal([ids[3], ids[1], ids[2], ids[0]], taken.Jobs.Select(job => job.Id));
    }

    [Fact]
    public async Task A_turn_that_takes_nothing_makes_due_jobs_ready_too()
    {
        var id = JobId.New();
        var session = await Queue.JoinAsync();
        await Queue.EnqueueAfterAsync(3600000, id);
        await Queue.MakeDueAsync(id);

        await session.TurnAsync(want: 0);

        Assert.Equal("jobs ready", await Queue.PlacesAsync(id));
    }

    [Fact]
    public async Task Of_very_many_due_at_once_a_turn_moves_a_thousand_and_loses_none()
    {
        var ids = NewIds(1500);
        await Queue.EnqueueAfterAsync(3600000, ids[..1000]);
        await Queue.EnqueueAfterAsync(3600000, ids[1000..]);
        await Task.WhenAll(ids.Select(id => Queue.MakeDueAsync(id)));
        var session = await Queue.JoinAsync();

        var first = await session.TurnAsync(want: 1000);
        var second = await session.TurnAsync(want: 1000);

        Assert.Equal(1000, first.Jobs.Length);
        Assert.Equal(ids.Order(), first.Jobs.Concat(second.Jobs).Select(job => job.Id).Order());
    }

    [Fact]
    public async Task An_idle_session_is_told_how_long_until_the_next_job_is_due()
    {
        await Queue.EnqueueAfterAsync(90000, JobId.New());

        var reply = await (await Queue.JoinAsync()).TurnAsync(want: 1);

        Assert.InRange(reply.NextIn!.Value, TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task Without_a_waiting_job_an_idle_session_sleeps_until_it_is_woken() =>
        Assert.Null((await (await Queue.JoinAsync()).TurnAsync(want: 1)).NextIn);

    [Fact]
    public async Task Of_several_idle_sessions_one_watches_the_clock()
    {
        var (a, b) = (await Queue.JoinAsync("a"), await Queue.JoinAsync("b"));
        await Queue.EnqueueAfterAsync(90000, JobId.New());

        Assert.NotNull((await a.TurnAsync(want: 1)).NextIn);
        Assert.Null((await b.TurnAsync(want: 1)).NextIn);
        Assert.NotNull((await a.TurnAsync(want: 1)).NextIn); // asked again, told again
    }

    [Fact]
    public async Task Whoever_comes_first_watches_for_a_job_that_is_due_earlier()
    {
        var (a, b) = (await Queue.JoinAsync("a"), await Queue.JoinAsync("b"));
        await Queue.EnqueueAfterAsync(90000, JobId.New());
        await a.TurnAsync(want: 1);

        await Queue.EnqueueAfterAsync(30000, JobId.New());

        Assert.InRange((await b.TurnAsync(want: 1)).NextIn!.Value, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task When_the_watching_session_finds_work_another_is_woken_to_watch()
    {
        var (a, b) = (await Queue.JoinAsync("a"), await Queue.JoinAsync("b"));
        await using var wakes = await WakeUps.ListenAsync(Queue, "a", "b");
        await Queue.EnqueueAfterAsync(90000, JobId.New());
        await a.TurnAsync(want: 1);
        await b.TurnAsync(want: 1);
        await wakes.CountAsync();
        await Queue.StoreAsideAsync(); // no wake-up, so 'b' still sleeps

        Assert.Single((await a.TurnAsync(want: 1)).Jobs); // busy now, and its clock with it

        Assert.Equal(1, (await wakes.CountAsync())["b"]);
        Assert.NotNull((await b.TurnAsync(want: 1)).NextIn);
    }

    [Fact]
    public async Task When_the_watching_session_leaves_another_is_woken_to_watch()
    {
        var (a, b) = (await Queue.JoinAsync("a"), await Queue.JoinAsync("b"));
        await using var wakes = await WakeUps.ListenAsync(Queue, "a", "b");
        await Queue.EnqueueAfterAsync(90000, JobId.New());
        await a.TurnAsync(want: 1);
        await b.TurnAsync(want: 1);
        await wakes.CountAsync();

        await a.LeaveAsync();

        Assert.Equal(1, (await wakes.CountAsync())["b"]);
        Assert.NotNull((await b.TurnAsync(want: 1)).NextIn);
    }
}

public sealed class DueOnMemory(Servers servers) : DueTests(servers, StoreKind.Memory);

public sealed class DueOnEmbedded(Servers servers) : DueTests(servers, StoreKind.Embedded);

public sealed class DueOnRedis(Servers servers) : DueTests(servers, StoreKind.Redis);
