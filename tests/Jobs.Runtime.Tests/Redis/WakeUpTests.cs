using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class WakeUpTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    [Fact]
    public async Task One_stored_job_wakes_one_of_many_idle_sessions()
    {
        await using var wakes = await IdleAsync("a", "b", "c", "d");

        await Queue.EnqueueAsync(JobId.New());

        Assert.Equal(1, (await wakes.CountAsync()).Values.Sum());
    }

    [Fact]
    public async Task Many_jobs_in_one_call_wake_one_session_too()
    {
        await using var wakes = await IdleAsync("a", "b", "c", "d");

        await Queue.EnqueueAsync(NewIds(100));

        Assert.Equal(1, (await wakes.CountAsync()).Values.Sum());
    }

    [Fact]
    public async Task A_session_that_was_woken_is_not_woken_again_before_it_is_idle_again()
    {
        await using var wakes = await IdleAsync("a");

        await Queue.EnqueueAsync(JobId.New());
        await Queue.EnqueueAsync(JobId.New());

        Assert.Equal(1, (await wakes.CountAsync())["a"]);
    }

    [Fact]
    public async Task A_busy_session_is_not_woken()
    {
        var session = await Queue.JoinAsync("a");
        await using var wakes = await WakeUps.ListenAsync(Queue, "a");
        await Queue.EnqueueAsync(JobId.New());
        await session.TurnAsync(want: 1);

        await Queue.EnqueueAsync(JobId.New());

        Assert.Equal(0, (await wakes.CountAsync())["a"]);
    }

    [Fact]
    public async Task A_session_that_found_all_it_wanted_is_idle_no_more()
    {
        await using var wakes = await IdleAsync("a");
        await Queue.StoreAsideAsync();

        Assert.Single((await new TestSession(Queue, "a", calls: 1).TurnAsync(want: 1)).Jobs); // met by itself, without a wake-up

        await Queue.EnqueueAsync(JobId.New());
        Assert.Equal(0, (await wakes.CountAsync())["a"]);
    }

    [Fact]
    public async Task A_turn_that_leaves_jobs_behind_wakes_the_next_session()
    {
        await using var wakes = await IdleAsync("b", "c");
        var session = await Queue.JoinAsync("a");
        await Queue.EnqueueAsync(NewIds(3));
        await wakes.CountAsync();

        await session.TurnAsync(want: 1);

        Assert.Equal(1, (await wakes.CountAsync()).Values.Sum());
    }

    [Fact]
    public async Task A_turn_that_takes_the_last_job_wakes_nobody()
    {
        await using var wakes = await IdleAsync("b");
        var session = await Queue.JoinAsync("a");
        await Queue.EnqueueAsync(NewIds(2));
        await wakes.CountAsync();
        await Queue.SetIdleAsync("b");

        await session.TurnAsync(want: 2);

        Assert.Equal(0, (await wakes.CountAsync())["b"]);
    }

    [Fact]
    public async Task Who_died_while_idle_is_passed_over()
    {
        await using var wakes = await IdleAsync("alive");
        await Queue.SetIdleAsync("dead1", "dead2"); // nobody listens for them

        await Queue.EnqueueAsync(JobId.New());

        Assert.Equal(1, (await wakes.CountAsync())["alive"]);
    }

    [Fact]
    public async Task A_new_earliest_time_wakes_one_session_so_that_it_learns_it()
    {
        await using var wakes = await IdleAsync("a", "b");

        await Queue.EnqueueAfterAsync(60000, JobId.New());

        Assert.Equal(1, (await wakes.CountAsync()).Values.Sum());
    }

    [Fact]
    public async Task A_job_that_is_due_after_others_wakes_nobody()
    {
        await Queue.EnqueueAfterAsync(60000, JobId.New());
        await using var wakes = await IdleAsync("a", "b");

        await Queue.EnqueueAfterAsync(90000, JobId.New());

        Assert.Equal(0, (await wakes.CountAsync()).Values.Sum());
    }

    [Fact]
    public async Task A_known_job_wakes_nobody()
    {
        var id = JobId.New();
        await Queue.EnqueueAsync(id);
        await using var wakes = await WakeUps.ListenAsync(Queue, "a");
        await Queue.SetIdleAsync("a");

        await Queue.EnqueueAsync(id);

        Assert.Equal(0, (await wakes.CountAsync())["a"]);
    }

    [Fact]
    public async Task Jobs_given_back_by_a_recovery_wake_a_session()
    {
        var dying = await Queue.JoinAsync("dying");
        await Queue.TakeNewAsync(dying);
        await using var wakes = await IdleAsync("a");
        await Queue.ExpireAsync("dying");

        await Queue.RecoverAsync();

        Assert.Equal(1, (await wakes.CountAsync())["a"]);
    }

    [Fact]
    public async Task A_job_given_back_by_a_stopping_session_wakes_another()
    {
        var stopping = await Queue.JoinAsync("stopping");
        var job = await Queue.TakeNewAsync(stopping);
        await using var wakes = await IdleAsync("a");

        await stopping.TellAsync(Outcome.Back(job, TestQueue.Retention));

        Assert.Equal(1, (await wakes.CountAsync())["a"]);
    }

    /// <summary>A turn may settle, promote and drop; when its answer is short although there is more, the session must look again by itself.</summary>
    [Fact]
    public async Task A_session_that_met_only_cancelled_jobs_looks_again_at_once()
    {
        var ids = NewIds(3);
        await Queue.EnqueueAsync(ids);
        await Queue.CancelAsync(ids[0]);
        await Queue.CancelAsync(ids[1]);
        var session = await Queue.JoinAsync();

        var reply = await session.TurnAsync(want: 2);

        Assert.Empty(reply.Jobs);
        Assert.Equal(TimeSpan.Zero, reply.NextIn);
    }

    /// <summary>Sessions that found nothing to do.</summary>
    private async Task<WakeUps> IdleAsync(params string[] sessions)
    {
        var wakes = await WakeUps.ListenAsync(Queue, sessions);
        foreach (var session in sessions)
            Assert.Empty((await (await Queue.JoinAsync(session)).TurnAsync(want: 1)).Jobs);
        return wakes;
    }
}

public sealed class WakeUpOnMemory(Servers servers) : WakeUpTests(servers, StoreKind.Memory);

public sealed class WakeUpOnEmbedded(Servers servers) : WakeUpTests(servers, StoreKind.Embedded);

public sealed class WakeUpOnRedis(Servers servers) : WakeUpTests(servers, StoreKind.Redis);
