using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Jobs that have been recovered so often that one of them may be what ends processes: a session holds one of them at a time.</summary>
public abstract class SuspectTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    private const int AloneFrom = 2;

    [Fact]
    public async Task A_session_is_handed_one_of_them_and_the_rest_waits()
    {
        var ids = await RecoveredAsync(times: 2, count: 3);

        var taken = (await (await JoinAsync("b")).TurnAsync(want: 10)).Jobs;

        Assert.Equal(ids[..1], taken.Select(job => job.Id));
        Assert.Equal("jobs state due", await Queue.PlacesAsync(ids[1]));
        Assert.Equal("jobs state due", await Queue.PlacesAsync(ids[2]));
    }

    [Fact]
    public async Task While_it_holds_one_it_is_handed_no_other()
    {
        var ids = await RecoveredAsync(times: 2, count: 2);
        var session = await JoinAsync("b");
        await session.TurnAsync(want: 10);
        await Queue.MakeDueAsync(ids[1]);

        Assert.Empty((await session.TurnAsync(want: 10)).Jobs);
        Assert.Equal("jobs state due", await Queue.PlacesAsync(ids[1]));
    }

    [Fact]
    public async Task Another_session_takes_the_next_meanwhile()
    {
        var ids = await RecoveredAsync(times: 2, count: 2);
        await (await JoinAsync("b")).TurnAsync(want: 10);
        await Queue.MakeDueAsync(ids[1]);

        Assert.Equal(ids[1], Assert.Single((await (await JoinAsync("c")).TurnAsync(want: 10)).Jobs).Id);
    }

    [Fact]
    public async Task An_idle_session_is_woken_for_the_next_and_watches_the_clock()
    {
        await RecoveredAsync(times: 2, count: 2);
        var idle = await JoinAsync("c");
        await Queue.SetIdleAsync(idle.Name);
        await using var wakes = await WakeUps.ListenAsync(Queue, idle.Name);

        var busy = await (await JoinAsync("b")).TurnAsync(want: 10);

        Assert.Equal(1, (await wakes.CountAsync())[idle.Name]);
        Assert.Null(busy.NextIn);
        Assert.InRange((await idle.TurnAsync(want: 10)).NextIn!.Value, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_session_that_is_alone_watches_the_clock_itself()
    {
        await RecoveredAsync(times: 2, count: 2);

        var reply = await (await JoinAsync("b")).TurnAsync(want: 10);

        Assert.InRange(reply.NextIn!.Value, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Once_it_has_ended_the_session_is_handed_the_next()
    {
        var ids = await RecoveredAsync(times: 2, count: 2);
        var session = await JoinAsync("b");
        var first = Assert.Single((await session.TurnAsync(want: 10)).Jobs);
        await Queue.MakeDueAsync(ids[1]);

        var next = await session.TurnAsync(want: 10, Outcome.Completed(first, TestQueue.NoRetention));

        Assert.Equal(ids[1], Assert.Single(next.Jobs).Id);
    }

    [Fact]
    public async Task Others_are_handed_out_beside_it()
    {
        var suspect = Assert.Single(await RecoveredAsync(times: 2, count: 1));
        JobId[] others = [JobId.New(), JobId.New()];
        await Queue.EnqueueAsync(others);

        Assert.Equal([suspect, .. others], (await (await JoinAsync("b")).TurnAsync(want: 10)).Jobs.Select(job => job.Id));
    }

    [Fact]
    public async Task Jobs_recovered_less_often_go_together()
    {
        var ids = await RecoveredAsync(times: 1, count: 3);

        Assert.Equal(ids, (await (await JoinAsync("b")).TurnAsync(want: 10)).Jobs.Select(job => job.Id));
    }

    [Fact]
    public async Task A_repeated_turn_hands_out_the_same_one()
    {
        await RecoveredAsync(times: 2, count: 3);
        var session = await JoinAsync("b");
        var first = await session.TurnAsync(want: 10);

        Assert.Equal(first.Jobs.Select(job => (job.Id, job.Grant)), (await session.RepeatAsync()).Jobs.Select(job => (job.Id, job.Grant)));
    }

    [Fact]
    public async Task A_poison_pill_is_quarantined_and_takes_nobody_with_it()
    {
        var ids = NewIds(20);
        await Queue.EnqueueAsync(ids);
        var pill = ids[7];
        var completed = new HashSet<JobId>();
        for (var process = 0; completed.Count < ids.Length - 1 || await Queue.CountAsync("dead") == 0; process++)
        {
            Assert.True(process < 100, "it does not come to an end");
            foreach (var id in ids)
                await Queue.MakeDueAsync(id);
            var session = await JoinAsync($"s{process}");
            var taken = (await session.TurnAsync(want: 10)).Jobs;
            if (taken.Any(job => job.Id == pill))
            {
                await Queue.ExpireAsync(session.Name);
                await Queue.RecoverAsync();
                continue;
            }

            await session.TellAsync([.. taken.Select(job => Outcome.Completed(job, TestQueue.NoRetention))]);
            completed.UnionWith(taken.Select(job => job.Id));
        }

        Assert.DoesNotContain(pill, completed);
        Assert.Equal((RunEnd.Quarantined, 4), (await Queue.StateAsync(pill) is var state ? state.Kind : default, state.Recoveries));
        Assert.Equal(1, await Queue.CountAsync("dead"));
    }

    [Fact]
    public async Task What_a_session_is_not_handed_is_looked_at_once_a_second()
    {
        var ids = await RecoveredAsync(times: 2, count: 2);
        var before = await Queue.NowAsync();

        await (await JoinAsync("b")).TurnAsync(want: 10);

        Assert.InRange((await Queue.Door.GetAsync(ids[1]))!.Due!.Value, before + 1000, await Queue.NowAsync() + 1000);
    }

    [Fact]
    public async Task A_session_holds_as_many_as_the_limit_says()
    {
        var ids = await RecoveredAsync(times: 2, count: 5);

        var taken = (await (await Queue.JoinAsync("b", limits: "2 3 1")).TurnAsync(want: 10)).Jobs;

        Assert.Equal(ids[..3], taken.Select(job => job.Id));
    }

    [Fact]
    public async Task As_some_end_the_next_are_handed_out_at_once()
    {
        var ids = await RecoveredAsync(times: 2, count: 5);
        var session = await Queue.JoinAsync("b", limits: "2 3 1");
        var first = (await session.TurnAsync(want: 10)).Jobs;

        var next = (await session.TurnAsync(want: 10, Outcome.Completed(first[0], 0))).Jobs;
        var last = (await session.TurnAsync(want: 10, Outcome.Completed(first[1], 0), Outcome.Completed(first[2], 0))).Jobs;

        Assert.Equal(ids[3], Assert.Single(next).Id);
        Assert.Equal(ids[4], Assert.Single(last).Id);
        await Queue.AssertSoundAsync();
    }

    [Fact]
    public async Task What_another_session_has_taken_meanwhile_is_not_handed_out_again()
    {
        var ids = await RecoveredAsync(times: 2, count: 2);
        var session = await JoinAsync("b");
        var first = Assert.Single((await session.TurnAsync(want: 10)).Jobs);
        await Queue.MakeDueAsync(ids[1]);
        Assert.Equal(ids[1], Assert.Single((await (await JoinAsync("c")).TurnAsync(want: 10)).Jobs).Id);

        Assert.Empty((await session.TurnAsync(want: 10, Outcome.Completed(first, 0))).Jobs);
        Assert.Equal("jobs state active", await Queue.PlacesAsync(ids[1]));
    }

    [Fact]
    public async Task A_job_on_its_last_chance_is_the_only_suspect_of_its_session()
    {
        var ids = NewIds(3);
        var last = ids[2];
        await Queue.EnqueueAsync(ids);
        foreach (var (id, recoveries) in ids.Zip([2, 2, 3]))
            await Queue.SetStateAsync(id, new RunState(RunEnd.None, 0, recoveries).Encode());

        var session = await Queue.JoinAsync("b", limits: "2 3 1");
        var taken = (await session.TurnAsync(want: 10)).Jobs;
        var rest = (await session.TurnAsync(want: 10, [.. taken.Select(job => Outcome.Completed(job, 0))])).Jobs;

        Assert.DoesNotContain(taken, job => job.Id == last); // those at the head came first
        Assert.Equal(2, taken.Length);
        Assert.Equal(last, Assert.Single(rest).Id);
    }

    /// <summary>Two workers of 200 slots; both were killed twice, as a provider takes spot machines away.</summary>
    [Fact]
    public async Task Two_hundred_jobs_that_were_recovered_twice_end_within_a_few_rounds()
    {
        await RecoveredAsync(times: 2, count: 200);
        var limits = SuspectLimits.Of(maxRecoveries: 3, slots: 200);
        TestSession[] sessions = [await Queue.JoinAsync("b", limits: limits), await Queue.JoinAsync("c", limits: limits)];
        var held = new TakenJob[][] { [], [] };

        var rounds = 0;
        for (; await Queue.CountAsync("completed") < 200; rounds++)
        {
            Assert.True(rounds < 10, "they are run few at a time");
            for (var i = 0; i < sessions.Length; i++)
                held[i] = (await sessions[i].TurnAsync(want: 200, [.. held[i].Select(job => Outcome.Completed(job, 0))])).Jobs;
            foreach (var id in await Queue.DueAsync())
                await Queue.MakeDueAsync(id); // a second has gone by
        }

        Assert.InRange(rounds, 2, 6);
    }

    [Fact]
    public async Task A_poison_pill_among_two_hundred_ends_four_processes_and_takes_nobody_with_it()
    {
        var ids = NewIds(200);
        await Queue.EnqueueAsync(ids);
        var (pill, deaths) = (ids[137], 0);
        for (var process = 0; await Queue.CountAsync("completed") < 199 || await Queue.CountAsync("dead") == 0; process++)
        {
            Assert.True(process < 400, "it does not come to an end");
            foreach (var id in await Queue.DueAsync())
                await Queue.MakeDueAsync(id);
            var session = await Queue.JoinAsync($"s{process}", limits: SuspectLimits.Of(maxRecoveries: 3, slots: 200));
            var taken = (await session.TurnAsync(want: 200)).Jobs;
            if (taken.Any(job => job.Id == pill))
            {
                deaths++;
                await Queue.ExpireAsync(session.Name);
                await Queue.RecoverAsync();
                continue;
            }

            await session.TellAsync([.. taken.Select(job => Outcome.Completed(job, 0))]);
        }

        Assert.Equal((4, 1), (deaths, (int)await Queue.CountAsync("dead")));
        Assert.Equal(RunEnd.Quarantined, (await Queue.StateAsync(pill)).Kind);
    }

    /// <summary>As <c>FailurePolicyTests</c> show of a retry and a snooze.</summary>
    [Fact]
    public async Task A_run_that_stops_when_asked_to_clears_the_count()
    {
        var id = Assert.Single(await RecoveredAsync(times: 3, count: 1));
        var session = await JoinAsync("b");
        var job = Assert.Single((await session.TurnAsync(want: 1)).Jobs);
        var before = RunState.Decode(job.State);

        await session.TellAsync(Outcome.Interrupted(job, 0, before));

        Assert.Equal((3, 0), (before.Recoveries, (await Queue.StateAsync(id)).Recoveries));
        Assert.Equal("jobs state ready", await Queue.PlacesAsync(id));
    }

    [Theory]
    [InlineData("unhandled")]
    [InlineData("not started")]
    public async Task A_job_that_did_not_run_keeps_its_count(string end)
    {
        var id = Assert.Single(await RecoveredAsync(times: 3, count: 1));
        var session = await JoinAsync("b");
        var job = Assert.Single((await session.TurnAsync(want: 1)).Jobs);

        await session.TellAsync(end == "unhandled"
            ? Outcome.Unhandled(job, 0, TimeSpan.FromHours(1), OutcomeTests.Kind, RunState.Decode(job.State) with { Kind = RunEnd.Unhandled })
            : Outcome.Back(job, 0));

        Assert.Equal(3, (await Queue.StateAsync(id)).Recoveries);
    }

    private Task<TestSession> JoinAsync(string session) => Queue.JoinAsync(session, AloneFrom);

    /// <summary>Jobs that were held by so many sessions that died.</summary>
    private async Task<JobId[]> RecoveredAsync(int times, int count)
    {
        var ids = NewIds(count);
        await Queue.EnqueueAsync(ids);
        for (var i = 0; i < times; i++)
        {
            await (await Queue.JoinAsync($"dead{i}")).TurnAsync(want: count);
            await Queue.ExpireAsync($"dead{i}");
            await Queue.RecoverAsync(maxRecoveries: 10);
        }

        return await Queue.ReadyAsync();
    }
}

public sealed class SuspectsOnMemory(Servers servers) : SuspectTests(servers, StoreKind.Memory);

public sealed class SuspectsOnEmbedded(Servers servers) : SuspectTests(servers, StoreKind.Embedded);

public sealed class SuspectsOnRedis(Servers servers) : SuspectTests(servers, StoreKind.Redis);
