using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class RecoverTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    [Fact]
    public async Task Jobs_of_an_expired_session_go_to_the_head_and_to_the_next_worker()
    {
        var (a, b) = (await Queue.JoinAsync("a"), await Queue.JoinAsync("b"));
        var job = await Queue.TakeNewAsync(a);
        await Queue.EnqueueAsync(JobId.New());
        await Queue.ExpireAsync("a");

        Assert.Equal([job.Id], (await Queue.RecoverAsync()).Recovered);

        var again = Assert.Single((await b.TurnAsync(want: 1)).Jobs);
        Assert.Equal(job.Id, again.Id);
        Assert.True(again.Grant > job.Grant);
        Assert.Equal(1, await Queue.CountAsync("recovered"));
    }

    [Fact]
    public async Task A_session_that_is_alive_keeps_its_jobs()
    {
        var (a, b) = (await Queue.JoinAsync("a"), await Queue.JoinAsync("b"));
        var kept = await Queue.TakeNewAsync(a);
        var lost = await Queue.TakeNewAsync(b);
        await Queue.ExpireAsync("b");

        Assert.Equal([lost.Id], (await Queue.RecoverAsync()).Recovered);

        Assert.Equal("jobs active", await Queue.PlacesAsync(kept.Id));
        Assert.Empty((await a.TellAsync(Outcome.Completed(kept, 0))).Refused);
    }

    [Fact]
    public async Task With_all_sessions_alive_nothing_happens()
    {
        await Queue.TakeNewAsync(await Queue.JoinAsync());
        var before = await Queue.DumpAsync();

        var step = await Queue.Door.RecoverAsync(RecoverStep.Start, maxRecoveries: 3);

        Assert.True(step.IsLast);
        Assert.Equal(before, await Queue.DumpAsync());
    }

    [Fact]
    public async Task A_recovery_is_counted_and_is_no_failure()
    {
        var session = await Queue.JoinAsync("a");
        var job = await Queue.TakeNewAsync(session);
        await session.TellAsync(Outcome.Later(job, 0, TimeSpan.FromHours(1), new RunState(RunEnd.Failed, 4, 0, "the last error")));
        await Queue.MakeDueAsync(job.Id);
        await session.TurnAsync(want: 1);
        await Queue.ExpireAsync("a");

        await Queue.RecoverAsync();

        Assert.Equal(new RunState(RunEnd.Failed, 4, 1, "the last error"), await Queue.StateAsync(job.Id));
    }

    [Fact]
    public async Task A_broken_note_about_a_job_does_not_stop_its_recovery()
    {
        var session = await Queue.JoinAsync("a");
        var (broken, other) = (await Queue.TakeNewAsync(session), await Queue.TakeNewAsync(session));
        await Queue.SetStateAsync(broken.Id, "nonsense"u8.ToArray());
        await Queue.ExpireAsync("a");

        Assert.Equal(new[] { broken.Id, other.Id }.Order(), (await Queue.RecoverAsync()).Recovered.Order());

        Assert.Equal(new RunState(RunEnd.None, 0, 1), await Queue.StateAsync(broken.Id));
    }

    [Fact]
    public async Task A_job_that_outlives_no_worker_is_quarantined_after_the_recoveries_it_may_have()
    {
        var job = JobId.New();
        await Queue.EnqueueAsync(job);
        for (var death = 1; death <= 3; death++)
        {
            await DieWithAsync(job);
            Assert.Equal([job], (await Queue.RecoverAsync(maxRecoveries: 3)).Recovered);
        }
        await DieWithAsync(job);

        var (recovered, quarantined) = await Queue.RecoverAsync(maxRecoveries: 3);

        Assert.Empty(recovered);
        Assert.Equal([job], quarantined);
        Assert.Equal("jobs dead ended", await Queue.PlacesAsync(job));
        Assert.Equal(new RunState(RunEnd.Quarantined, 0, 4), await Queue.StateAsync(job));
        Assert.Equal(1, await Queue.CountAsync("dead"));
    }

    [Fact]
    public async Task A_job_that_was_to_be_cancelled_is_cancelled_and_not_run_again()
    {
        var job = await Queue.TakeNewAsync(await Queue.JoinAsync("a"));
        Assert.Equal(CancelResult.Requested, await Queue.CancelAsync(job.Id));
        await Queue.ExpireAsync("a");

        Assert.Empty((await Queue.RecoverAsync()).Recovered);

        Assert.Equal("jobs done ended", await Queue.PlacesAsync(job.Id));
        Assert.Equal(new RunState(RunEnd.Cancelled, 0, 1), await Queue.StateAsync(job.Id));
        Assert.Equal(1, await Queue.CountAsync("cancelled"));
    }

    [Fact]
    public async Task The_recovered_session_learns_it_at_its_next_call_and_gets_nothing()
    {
        var session = await Queue.JoinAsync("a");
        var job = await Queue.TakeNewAsync(session);
        await Queue.ExpireAsync("a");
        await Queue.RecoverAsync();

        Assert.Equal(TurnStatus.Ended, (await session.TurnAsync(want: 1, Outcome.Completed(job, 0))).Status);
        Assert.False(await Queue.RenewAsync("a", TestQueue.SessionLength));
        Assert.Equal("jobs state ready", await Queue.PlacesAsync(job.Id));
    }

    [Fact]
    public async Task While_it_is_being_recovered_a_session_can_neither_work_nor_come_back()
    {
        var session = await Queue.JoinAsync("a");
        await Queue.EnqueueAsync(JobId.New());
        await Queue.SetExpiryAsync("a", 0); // as after the first of several steps

        Assert.Equal(TurnStatus.Ended, (await session.TurnAsync(want: 1)).Status);
        Assert.False(await Queue.RenewAsync("a", TestQueue.SessionLength));
        Assert.False(await Queue.Door.JoinAsync("a", TestQueue.SessionLength));
    }

    /// <summary>More than a scan keeps in one page, and fewer entries at each step: what a scan over a shrinking hash may skip would be lost for ever.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(500)]
    public async Task Of_very_many_jobs_each_is_recovered_once_in_bounded_steps(int batch)
    {
        var (dying, alive) = (await Queue.JoinAsync("dying"), await Queue.JoinAsync("alive"));
        var lost = await TakeManyAsync(dying, 2500);
        var kept = await TakeManyAsync(alive, 500);
        await Queue.ExpireAsync("dying");

        var (recovered, _) = await Queue.RecoverAsync(batch: batch);

        Assert.Equal(lost.Order(), recovered.Order());
        Assert.Equal(lost.Order(), (await Queue.ReadyAsync()).Order());
        Assert.Equal(kept.Length, (await Queue.HeldAsync()).Length);
        await Queue.AssertSoundAsync();
    }

    [Fact]
    public async Task A_recovery_that_stopped_half_way_is_finished_by_the_next()
    {
        var lost = await TakeManyAsync(await Queue.JoinAsync("dying"), 2000);
        await Queue.ExpireAsync("dying");
        var first = await Queue.Door.RecoverAsync(RecoverStep.Start, maxRecoveries: 3, batch: 10);
        Assert.Equal(RunsOn != StoreKind.Redis, first.IsLast); // the others do it in one step

        var (rest, _) = await Queue.RecoverAsync();

        Assert.Equal(lost.Order(), first.Recovered.Concat(rest).Order());
        await Queue.AssertSoundAsync();
    }

    [Fact]
    public async Task Two_recoveries_at_once_recover_each_job_once()
    {
        var lost = await TakeManyAsync(await Queue.JoinAsync("dying"), 2000);
        await Queue.ExpireAsync("dying");

        var both = await Task.WhenAll(Queue.RecoverAsync(batch: 50), Queue.RecoverAsync(batch: 70));

        Assert.Equal(lost.Order(), both.SelectMany(one => one.Recovered).Order());
        await Queue.AssertSoundAsync();
    }

    [Fact]
    public async Task Thirty_two_recoveries_at_once_recover_each_of_ten_thousand_jobs_once()
    {
        const int sessions = 20;
        var lost = new List<JobId>();
        for (var i = 0; i < sessions; i++)
        {
            lost.AddRange(await TakeManyAsync(await Queue.JoinAsync($"s{i}"), 500));
            await Queue.ExpireAsync($"s{i}");
        }

        var all = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Queue.RecoverAsync(batch: 50 + i)));

        Assert.Equal(lost.Order(), all.SelectMany(one => one.Recovered).Order());
        Assert.Equal(lost.Order(), (await Queue.ReadyAsync()).Order());
        Assert.Equal(lost.Count, await Queue.CountAsync("recovered"));
        await Queue.AssertSoundAsync();
        var next = await Queue.JoinAsync("next");
        var again = await next.TurnAsync(want: 1000);
        Assert.All(again.Jobs, job => Assert.Equal(1, RunState.Decode(job.State).Recoveries));
    }

    [Fact]
    public async Task Many_sessions_that_died_at_once_are_recovered_together()
    {
        var lost = new List<JobId>();
        for (var i = 0; i < 120; i++)
        {
            lost.Add((await Queue.TakeNewAsync(await Queue.JoinAsync($"s{i}"))).Id);
            await Queue.ExpireAsync($"s{i}");
        }

        var first = await Queue.RecoverAsync();
        var second = await Queue.RecoverAsync(); // a pass takes the first hundred

        Assert.Equal(lost.Order(), first.Recovered.Concat(second.Recovered).Order());
    }

    [Fact]
    public async Task Nothing_is_left_over_of_a_recovered_session()
    {
        var session = await Queue.JoinAsync("a");
        await Queue.TakeNewAsync(session);
        await session.TurnAsync(want: 1); // idle
        await Queue.ExpireAsync("a");

        await Queue.RecoverAsync();

        Assert.Empty(await Queue.SessionsAsync());
        Assert.Empty(await Queue.IdleAsync());
        await Queue.AssertSoundAsync();
    }

    private async Task DieWithAsync(JobId job)
    {
        var session = await Queue.JoinAsync("dying");
        Assert.Equal(job, Assert.Single((await session.TurnAsync(want: 1)).Jobs).Id);
        await Queue.ExpireAsync("dying");
    }

    private protected async Task<JobId[]> TakeManyAsync(TestSession session, int count)
    {
        var taken = new List<JobId>();
        while (taken.Count < count)
        {
            var ids = NewIds(Math.Min(500, count - taken.Count));
            await Queue.EnqueueAsync(ids);
            taken.AddRange((await session.TurnAsync(want: ids.Length)).Jobs.Select(job => job.Id));
        }
        return [.. taken];
    }
}

public sealed class RecoverOnMemory(Servers servers) : RecoverTests(servers, StoreKind.Memory);

public sealed class RecoverOnEmbedded(Servers servers) : RecoverTests(servers, StoreKind.Embedded);

/// <remarks>The other stores recover in one step, so what lies between two is tested here alone.</remarks>
public sealed class RecoverOnRedis(Servers servers) : RecoverTests(servers, StoreKind.Redis)
{
    [Fact]
    public async Task Between_the_steps_of_a_recovery_its_session_gets_nothing()
    {
        var session = await Queue.JoinAsync("dying");
        await TakeManyAsync(session, 2000);
        await Queue.ExpireAsync("dying");
        await Queue.Door.RecoverAsync(RecoverStep.Start, maxRecoveries: 3, batch: 10);

        Assert.Equal(TurnStatus.Ended, (await session.TurnAsync(want: 1)).Status);
        Assert.False(await Queue.RenewAsync("dying", TestQueue.SessionLength));
    }
}
