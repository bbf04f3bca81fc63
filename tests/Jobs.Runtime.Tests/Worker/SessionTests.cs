using Jobs.Redis;
using Jobs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Workers that die, or are taken for dead, and those that recover their jobs.</summary>
/// <remarks>Sessions are long, so that none is renewed by itself during a test; they end by <c>ExpireAsync</c>. The clock of the worker that
/// recovers is the test's.</remarks>
public abstract class SessionTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private static readonly TimeSpan SessionLength = TimeSpan.FromMinutes(9);
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly TaskCompletionSource release = new();
    private readonly Told<string> told = new();

    [Fact]
    public async Task A_job_of_a_worker_that_died_runs_again_and_shows_it()
    {
        var dead = await Queue.JoinAsync("dead");
        var id = await EnqueueAsync("job");
        var grant = Assert.Single((await dead.TurnAsync(want: 1)).Jobs).Grant;
        var worker = await RecovererAsync(on => on.Work((_, context) =>
            told.Add($"attempt {context.Attempt}, recoveries {context.Recoveries}, fenced {context.FencingToken > grant}")));

        await Queue.ExpireAsync("dead");
        await worker.MaintainAsync();

        Assert.Equal((JobState.Completed, 0, 1), await EndAsync(id) is var info ? (info.State, info.FailedAttempts, info.Recoveries) : default);
        Assert.Equal(["attempt 1, recoveries 1, fenced True"], told.Values);
        Assert.Contains("dead", Assert.Single(worker.Log.Of(LogIds.Recovered)).Text, StringComparison.Ordinal);
    }

    /// <summary>A process that was paused for longer than its session: others have its job, and what it says about it is refused.</summary>
    [Fact]
    public async Task A_worker_taken_for_dead_cannot_end_what_is_no_longer_its_own_and_begins_anew()
    {
        var contexts = new Told<JobContext>();
        var paused = await StartAsync(on =>
        {
            Long(on).Hooks.Add(new CountingHooks(told));
            on.Work(async (job, context, ct) =>
            {
                contexts.Add(context);
                if (job.Text == "job")
                    await release.Task;
            });
        });
        var id = await EnqueueAsync("job");
        var before = (await contexts.FirstAsync(1))[0];
        await IdleAsync(paused);
        var session = paused.Session;
        var other = await RecovererAsync(on =>
        {
            on.Options.Concurrency = 1;
            on.Work(async (_, context, ct) =>
            {
                contexts.Add(context);
                await release.Task;
            });
        });

        await Queue.ExpireAsync(session);
        await other.MaintainAsync();
        var after = (await contexts.FirstAsync(2))[1];
        paused.Pump.Wake();
        await paused.Log.SeenAsync(LogIds.SessionRecovered);
        release.SetResult();

        Assert.Equal((JobState.Completed, 1), await EndAsync(id) is var info ? (info.State, info.Recoveries) : default);
        Assert.Equal((0, 1), (before.Recoveries, after.Recoveries));
        Assert.InRange(after.FencingToken, before.FencingToken + 1, long.MaxValue);
        await other.StopAsync().Soon();
        var next = await EnqueueAsync("next");
        Assert.Equal(JobState.Completed, (await EndAsync(next)).State); // by the first, in a new session
        Assert.NotEqual(session, paused.Session);
        Assert.Equal(["completed"], told.Values); // its hooks heard of the second job only
        Assert.Equal(2, await Queue.CountAsync("completed"));
    }

    [Fact]
    public async Task A_worker_taken_for_dead_cancels_the_tokens_of_what_it_ran()
    {
        var cancelled = new TaskCompletionSource();
        var paused = await StartAsync(on => Long(on).Work(async (job, _, ct) =>
        {
            told.Add(job.Text);
            await ct.WhenCancelled();
            cancelled.TrySetResult();
        }));
        await EnqueueAsync("job");
        await told.FirstAsync(1);
        await IdleAsync(paused);

        await Queue.ExpireAsync(paused.Session);
        await Queue.RecoverAsync();
        paused.Pump.Wake();

        await cancelled.Task.Soon();
    }

    [Fact]
    public async Task The_keeper_finds_out_too()
    {
        var paused = await StartAsync(on => Long(on).Work((job, _) => told.Add(job.Text)));
        await IdleAsync(paused);
        await Queue.ExpireAsync(paused.Session);
        await Queue.RecoverAsync();

        Assert.True(paused.Keeper.RunOnce());

        await paused.Log.SeenAsync(LogIds.SessionRecovered);
        await EnqueueAsync("next");
        Assert.Equal(["next"], await told.FirstAsync(1));
    }

    /// <summary>Sessions of one worker share a wake-up channel: ending one must not make the others deaf. Nobody polls here.</summary>
    [Fact]
    public async Task Losing_the_session_of_one_queue_leaves_the_others_as_they_were()
    {
        var worker = await StartAsync(on =>
        {
            Long(on).Options.Queues = new() { ["q"] = 2, ["r"] = 1 };
            on.Work((job, _) => told.Add(job.Text));
        });
        await EnqueueAsync("to r", new() { Queue = "r" });
        await told.FirstAsync(1);
        await IdleAsync(worker);

        await Queue.ExpireAsync(worker.Session);
        await Queue.RecoverAsync();
        worker.Pump.Wake();
        await worker.Log.SeenAsync(LogIds.SessionOpened, count: 3);
        await EnqueueAsync("to q");
        await told.FirstAsync(2);
        await EnqueueAsync("to r again", new() { Queue = "r" });

        Assert.Equal(["to r", "to q", "to r again"], await told.FirstAsync(3));
    }

    /// <summary>A job that kills its process must not kill one after the other for ever.</summary>
    [Fact]
    public async Task A_job_whose_workers_keep_dying_is_quarantined()
    {
        var blocker = new TaskCompletionSource();
        var worker = await RecovererAsync(on =>
        {
            on.Options.Concurrency = 1; // taken by another job, so that the poison is left to those who die of it
            on.Options.MaxRecoveries = 3;
            on.Work(async (job, _, _) =>
            {
                told.Add(job.Text);
                await release.Task;
            });
        });
        await EnqueueAsync("blocks");
        await told.FirstAsync(1);
        var id = await EnqueueAsync("poison");

        for (var death = 1; death <= 4; death++)
        {
            Assert.Equal(JobState.Ready, (await InfoAsync(id)).State);
            var dying = await Queue.JoinAsync($"dying{death}");
            Assert.Equal(id, Assert.Single((await dying.TurnAsync(want: 1)).Jobs).Id);
            await Queue.ExpireAsync(dying.Name);
            await worker.MaintainAsync();
        }

        var info = await InfoAsync(id);
        Assert.Equal((JobState.Dead, 0, 4), (info.State, info.FailedAttempts, info.Recoveries));
        Assert.NotEmpty(info.Payload.ToArray());
        Assert.Contains(id.ToString(), Assert.Single(worker.Log.Of(LogIds.Quarantined)).Text, StringComparison.Ordinal);
        Assert.Equal(3, worker.Log.Of(LogIds.Recovered).Length);
        release.SetResult();
        blocker.SetResult();
    }

    /// <summary>After an outage of Redis all sessions look dead, those of the living too: nobody recovers before he has seen the others renew.</summary>
    [Fact]
    public async Task A_worker_recovers_nobody_before_it_has_been_renewed_for_a_whole_session()
    {
        var dead = await Queue.JoinAsync("dead");
        var id = await EnqueueAsync("job");
        await dead.TurnAsync(want: 1);
        await Queue.ExpireAsync("dead");
        var worker = await StartAsync(on => Long(on, clock).Work((job, _) => told.Add(job.Text)));

        for (var third = 0; third < 3; third++)
        {
            await worker.MaintainAsync();
            Assert.Equal(JobState.Active, (await InfoAsync(id)).State);
            Renew(worker);
        }
        await worker.MaintainAsync();

        Assert.Equal(["job"], await told.FirstAsync(1));
    }

    [Fact]
    public async Task A_gap_in_its_own_renewals_begins_the_wait_anew()
    {
        var worker = await RecovererAsync(on => on.Work((job, _) => told.Add(job.Text)));
        var session = worker.Pump.Session;
        Assert.True(session.MayRecover);

        clock.Advance(SessionLength / 2); // no renewal for half a session
        Assert.False(session.MayRecover);
        Renew(worker);
        Assert.False(session.MayRecover);
        Renew(worker);
        Renew(worker);
        Renew(worker);
        Assert.True(session.MayRecover);

        session.NotRenewed(); // one that failed
        Assert.False(session.MayRecover);
        Renew(worker);
        Assert.False(session.MayRecover);
    }

    [Fact]
    public async Task A_session_that_is_overdue_but_not_recovered_still_owns_its_jobs()
    {
        var worker = await StartAsync(on => Long(on).Work(async (job, _, _) =>
        {
            told.Add(job.Text);
            await release.Task;
        }));
        var id = await EnqueueAsync("job");
        await told.FirstAsync(1);

        await Queue.ExpireAsync(worker.Session);
        Assert.True(worker.Keeper.RunOnce());
        Assert.Empty((await Queue.RecoverAsync()).Recovered);
        release.SetResult();

        Assert.Equal((JobState.Completed, 0), await EndAsync(id) is var info ? (info.State, info.Recoveries) : default);
        Assert.Empty(worker.Log.Of(LogIds.SessionRecovered));
    }

    [Fact]
    public async Task What_nobody_keeps_any_more_is_swept()
    {
        var worker = await StartAsync(on => Long(on).Work((job, _) => told.Add(job.Text)));
        var id = await EnqueueAsync("job");
        await EndAsync(id);

        await Queue.EndRetentionAsync(id);
        await worker.MaintainAsync();

        Assert.Null(await Client.GetAsync(id, "q", Ct));
    }

    [Fact]
    public async Task Maintenance_that_fails_is_tried_again()
    {
        await Database.StringSetAsync(Queue.Key(QueueKey.Done), "not a sorted set");
        var worker = await StartAsync(on => Long(on).Work((job, _) => told.Add(job.Text)));

        await worker.MaintainAsync();
        await worker.MaintainAsync();
        Assert.Equal((true, false), worker.Log.Of(LogIds.MaintenanceFailed) is [var first, var second] ? (first.Error is not null, second.Error is not null) : default); // a stack trace once
        await Database.KeyDeleteAsync(Queue.Key(QueueKey.Done));
        await worker.MaintainAsync();

        Assert.Equal(2, worker.Log.Of(LogIds.MaintenanceFailed).Length);
    }

    /// <summary>Its first queue waits to be woken: no turn of its own comes between what the test does.</summary>
    private Task IdleAsync(TestWorker worker) =>
        UntilAsync(() => Database.SetContainsAsync(Queue.Key(QueueKey.Idle), worker.Session), idle => idle);

    private static WorkerSetup Long(WorkerSetup on, TimeProvider? time = null)
    {
        on.Options.SessionLength = SessionLength;
        on.Options.PollInterval = TimeSpan.FromMinutes(1);
        on.Time = time ?? TimeProvider.System;
        return on;
    }

    /// <summary>A worker that has lived for a session and so may recover others.</summary>
    private async Task<TestWorker> RecovererAsync(Action<WorkerSetup> configure)
    {
        var worker = await StartAsync(on =>
        {
            Long(on, clock);
            configure(on);
        });
        for (var third = 0; third < 3; third++)
            Renew(worker);
        return worker;
    }

    private void Renew(TestWorker worker)
    {
        clock.Advance(SessionLength / 3);
        Assert.True(worker.Keeper.RunOnce());
    }
}

public sealed class SessionsOnEmbedded(Servers servers) : SessionTests(servers, ServerKind.Embedded);

public sealed class SessionsOnRedis(Servers servers) : SessionTests(servers, ServerKind.Redis);
