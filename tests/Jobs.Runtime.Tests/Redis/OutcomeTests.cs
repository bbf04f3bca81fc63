using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class OutcomeTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    [Fact]
    public async Task A_completed_job_without_retention_is_gone()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);

        await session.TellAsync(Outcome.Completed(job, TestQueue.NoRetention));

        Assert.Equal("", await Queue.PlacesAsync(job.Id));
        Assert.Equal(1, await Queue.CountAsync("completed"));
    }

    [Fact]
    public async Task A_completed_job_stays_for_its_retention_by_the_servers_clock()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);

        var before = await Queue.NowAsync();
        await session.TellAsync(Outcome.Completed(job, 5000));

        Assert.Equal("jobs done", await Queue.PlacesAsync(job.Id));
        Assert.InRange((await Queue.Door.GetAsync(job.Id))!.Done!.Value, before + 5000, await Queue.NowAsync() + 5000);
    }

    [Fact]
    public async Task Jobs_of_several_grants_and_retentions_are_completed_in_one_turn()
    {
        var session = await Queue.JoinAsync();
        var (a, b, c) = (await Queue.TakeNewAsync(session), await Queue.TakeNewAsync(session), await Queue.TakeNewAsync(session));

        var reply = await session.TellAsync(
            Outcome.Completed(c, TestQueue.NoRetention), Outcome.Completed(a, TestQueue.Retention), Outcome.Completed(b, TestQueue.NoRetention));

        Assert.Empty(reply.Refused);
        Assert.Equal("jobs done", await Queue.PlacesAsync(a.Id));
        Assert.Equal("", await Queue.PlacesAsync(b.Id));
        Assert.Equal("", await Queue.PlacesAsync(c.Id));
        Assert.Equal(3, await Queue.CountAsync("completed"));
    }

    [Fact]
    public async Task A_result_is_kept_with_the_completed_job()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        byte[] result = [0x93, 1, 2, 3]; // a MessagePack array

        await session.TellAsync(Outcome.Ended(job, TestQueue.Retention, new RunState(RunEnd.Completed, 1, 0) { Result = result }));

        Assert.Equal("jobs done ended", await Queue.PlacesAsync(job.Id));
        Assert.Equal(result, (await Queue.StateAsync(job.Id)).Result.ToArray());
        Assert.Equal(1, await Queue.CountAsync("completed"));
    }

    [Fact]
    public async Task A_run_that_was_cancelled_ends_cancelled()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);

        await session.TellAsync(Outcome.Ended(job, TestQueue.Retention, new RunState(RunEnd.Cancelled, 0, 0)));

        Assert.Equal("jobs done ended", await Queue.PlacesAsync(job.Id));
        Assert.Equal(RunEnd.Cancelled, (await Queue.StateAsync(job.Id)).Kind);
        Assert.Equal(1, await Queue.CountAsync("cancelled"));
    }

    [Fact]
    public async Task An_ended_job_without_retention_is_gone_result_and_all()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);

        await session.TellAsync(Outcome.Ended(job, TestQueue.NoRetention, new RunState(RunEnd.Completed, 0, 0) { Result = new byte[] { 1 } }));

        Assert.Equal("", await Queue.PlacesAsync(job.Id));
    }

    public static TheoryData<string, string> LaterKinds => new() { { "Failed", "failed" }, { "Snoozed", "snoozed" } };

    [Theory]
    [MemberData(nameof(LaterKinds))]
    public async Task A_job_that_is_to_be_offered_later_waits_for_its_time(string kind, string counter)
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        var state = new RunState(Enum.Parse<RunEnd>(kind), 1, 0, "the reason");

        var before = await Queue.NowAsync();
        await session.TellAsync(Outcome.Later(job, TestQueue.Retention, TimeSpan.FromSeconds(30), state));

        Assert.Equal("jobs state due", await Queue.PlacesAsync(job.Id));
        Assert.InRange((await Queue.Door.GetAsync(job.Id))!.Due!.Value, before + 30_000, await Queue.NowAsync() + 30_000);
        Assert.Equal(state, await Queue.StateAsync(job.Id));
        Assert.Equal(1, await Queue.CountAsync(counter));
    }

    [Fact]
    public async Task A_job_to_be_offered_later_without_delay_can_be_taken_in_the_same_turn()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);

        var reply = await session.TurnAsync(want: 1, Outcome.Later(job, 0, TimeSpan.Zero, new RunState(RunEnd.Failed, 1, 0)));

        Assert.Equal(job.Id, Assert.Single(reply.Jobs).Id);
    }

    [Fact]
    public async Task A_job_given_back_stands_at_the_head_as_if_never_taken()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        var later = JobId.New();
        await Queue.EnqueueAsync(later);

        await session.TellAsync(Outcome.Back(job, TestQueue.Retention));

        Assert.Equal([job.Id, later], await Queue.ReadyAsync());
        Assert.Equal("jobs ready", await Queue.PlacesAsync(job.Id));
        Assert.Equal(1, await Queue.CountAsync("interrupted"));
    }

    [Fact]
    public async Task Jobs_given_back_together_keep_their_order()
    {
        var session = await Queue.JoinAsync();
        var ids = NewIds(6);
        await Queue.EnqueueAsync(ids);
        var first = await session.TurnAsync(want: 3);
        var second = await session.TurnAsync(want: 2);

        await session.TellAsync([.. second.Jobs.Concat(first.Jobs).Reverse().Select(job => Outcome.Back(job, 0))]);

        Assert.Equal(ids, await Queue.ReadyAsync());
    }

    [Fact]
    public async Task A_dead_job_stays_with_its_envelope_and_its_reason()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);

        await session.TellAsync(Outcome.Dead(job, new RunState(RunEnd.Dead, 25, 0, "the last error")));

        Assert.Equal("jobs dead ended", await Queue.PlacesAsync(job.Id));
        Assert.Equal(new RunState(RunEnd.Dead, 25, 0, "the last error"), await Queue.StateAsync(job.Id));
        Assert.Equal(1, await Queue.CountAsync("dead"));
    }

    [Fact]
    public async Task Outcomes_of_every_kind_fit_into_one_turn()
    {
        var session = await Queue.JoinAsync();
        await Queue.EnqueueAsync(NewIds(5));
        var jobs = (await session.TurnAsync(want: 5)).Jobs;

        var reply = await session.TellAsync(
            Outcome.Dead(jobs[0], new RunState(RunEnd.Dead, 1, 0)),
            Outcome.Back(jobs[1], 0),
            Outcome.Later(jobs[2], 0, TimeSpan.FromHours(1), new RunState(RunEnd.Failed, 1, 0)),
            Outcome.Ended(jobs[3], TestQueue.Retention, new RunState(RunEnd.Completed, 0, 0) { Result = new byte[] { 1 } }),
            Outcome.Completed(jobs[4], TestQueue.NoRetention));

        Assert.Empty(reply.Refused);
        Assert.Equal(
            ["jobs dead ended", "jobs ready", "jobs state due", "jobs done ended", ""],
            await Task.WhenAll(jobs.Select(job => Queue.PlacesAsync(job.Id))));
    }

    public static TheoryData<string> Kinds => ["Completed", "Ended", "Later", "Back", "Dead"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_outcome_for_a_run_that_has_been_recovered_is_refused_and_changes_nothing(string kind)
    {
        var (old, now) = (await Queue.JoinAsync("old"), await Queue.JoinAsync("now"));
        var stale = await Queue.TakeNewAsync(old);
        await Queue.ExpireAsync("old");
        await Queue.RecoverAsync();
        var running = Assert.Single((await now.TurnAsync(want: 1)).Jobs);
        await Queue.JoinAsync("old"); // as a paused process that comes back under its name
        var before = await Queue.DumpAsync();

        var reply = await new TestSession(Queue, "old").TellAsync(OfKind(kind, stale));

        Assert.Equal([stale.Id], reply.Refused);
        Assert.Equal(1, await Queue.CountAsync("refused"));
        await Queue.ForgetRefusalAsync("old");
        Assert.Equal(before, await Queue.DumpAsync());
        Assert.Empty((await now.TellAsync(Outcome.Completed(running, 0))).Refused);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_outcome_for_an_earlier_run_of_the_same_session_is_refused(string kind)
    {
        var session = await Queue.JoinAsync();
        var first = await Queue.TakeNewAsync(session);
        var second = Assert.Single((await session.TurnAsync(want: 1, Outcome.Back(first, 0))).Jobs);

        var reply = await session.TellAsync(OfKind(kind, first));

        Assert.Equal([second.Id], reply.Refused);
        Assert.Equal("jobs active", await Queue.PlacesAsync(second.Id));
    }

    [Fact]
    public async Task Of_many_outcomes_only_the_stale_ones_are_refused()
    {
        var session = await Queue.JoinAsync();
        await Queue.EnqueueAsync(NewIds(3));
        var jobs = (await session.TurnAsync(want: 3)).Jobs;
        await session.TellAsync(Outcome.Completed(jobs[1], 0));

        var reply = await session.TellAsync([.. jobs.Select(job => Outcome.Completed(job, 0))]);

        Assert.Equal([jobs[1].Id], reply.Refused);
        Assert.Equal(3, await Queue.CountAsync("completed"));
    }

    internal static byte[] Kind { get; } = JobKind.Of("work", 1);

    internal static Outcome OfKind(string kind, TakenJob job, long retentionMs = TestQueue.Retention) => kind switch
    {
        "Completed" => Outcome.Completed(job, retentionMs),
        "Ended" => Outcome.Ended(job, retentionMs, new RunState(RunEnd.Completed, 0, 0) { Result = new byte[] { 7 } }),
        "Later" => Outcome.Later(job, retentionMs, TimeSpan.FromHours(1), new RunState(RunEnd.Failed, 1, 0, "no")),
        "Unhandled" => Outcome.Unhandled(job, retentionMs, TimeSpan.FromMinutes(9), Kind, new RunState(RunEnd.Unhandled, 0, 0, "no handler")),
        "Back" => Outcome.Back(job, retentionMs),
        "Dead" => Outcome.Dead(job, new RunState(RunEnd.Dead, 3, 0, "no")),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

public sealed class OutcomeOnMemory(Servers servers) : OutcomeTests(servers, StoreKind.Memory);

public sealed class OutcomeOnEmbedded(Servers servers) : OutcomeTests(servers, StoreKind.Embedded);

public sealed class OutcomeOnRedis(Servers servers) : OutcomeTests(servers, StoreKind.Redis);
