using Jobs.Redis;
using Jobs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>A worker that stops: soft stop, drain, cancel, give back.</summary>
public abstract class ShutdownTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly TaskCompletionSource release = new();
    private readonly Told<string> told = new();

    [Fact]
    public async Task The_soft_stop_comes_first_and_a_handler_that_returns_then_has_completed()
    {
        var worker = await StartAsync(on => on.Work(async (job, context, ct) =>
        {
            told.Add(job.Text);
            await context.SoftStop.WhenCancelled();
            told.Add(ct.IsCancellationRequested ? "hard" : "soft");
        }));
        var id = await EnqueueAsync("started");
        await told.FirstAsync(1);

        var info = await AfterStopAsync(worker, id);

        Assert.Equal(["started", "soft"], told.Values);
        Assert.Equal(JobState.Completed, info.State);
    }

    [Fact]
    public async Task What_runs_is_waited_for_and_what_waits_is_left_for_others()
    {
        var worker = await StartAsync(on =>
        {
            on.Options.Concurrency = 1;
            on.Work(async (job, _, _) =>
            {
                told.Add(job.Text);
                await release.Task;
            });
        });
        var running = await EnqueueAsync("running");
        await told.FirstAsync(1);
        var waiting = await EnqueueAsync("waiting");

        var stopping = worker.StopAsync();
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping.Soon();

        Assert.Equal((JobState.Completed, JobState.Ready), ((await InfoAsync(running)).State, (await InfoAsync(waiting)).State));
        Assert.Equal(["running"], told.Values);
    }

    [Fact]
    public async Task When_its_time_is_over_tokens_are_cancelled_and_jobs_given_back_to_the_head()
    {
        var worker = await StartAsync(on =>
        {
            on.Time = clock;
            on.Options.Concurrency = 2;
            on.Options.ShutdownTimeout = TimeSpan.FromSeconds(20);
            on.Work(async (job, _, ct) =>
            {
                told.Add(job.Text);
                await ct.UntilCancelled();
            });
        });
        var first = await EnqueueAsync("first");
        var second = await EnqueueAsync("second");
        await told.FirstAsync(2);
        var third = await EnqueueAsync("third");

        var stopping = worker.StopAsync();
        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.False(stopping.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await stopping.Soon();

        var ready = await Queue.ReadyAsync();
        Assert.Equal(new[] { first, second }.Order(), ready.Take(2).Order()); // ids of one millisecond are in no order
        Assert.Equal(third, ready[2]);
        Assert.All([await InfoAsync(first), await InfoAsync(second)], info => Assert.Equal((JobState.Ready, 0, 0, null), (info.State, info.FailedAttempts, info.Recoveries, info.LastError)));
        Assert.Equal(2, worker.Log.Of(LogIds.Interrupted).Length);
    }

    [Fact]
    public async Task An_interrupted_job_starts_again_as_the_same_attempt()
    {
        var worker = await StartAsync(on =>
        {
            on.Options.ShutdownTimeout = TimeSpan.Zero;
            on.Work(async (_, context, ct) =>
            {
                told.Add($"attempt {context.Attempt}");
                await ct.UntilCancelled();
            });
        });
        var id = await EnqueueAsync(options: new() { MaxAttempts = 1 });
        await told.FirstAsync(1);
        await worker.StopAsync().Soon();

        await StartAsync(on => on.Work((_, context) => told.Add($"attempt {context.Attempt}")));

        Assert.Equal(JobState.Completed, (await EndAsync(id)).State);
        Assert.Equal(["attempt 1", "attempt 1"], told.Values);
    }

    [Fact]
    public async Task A_handler_that_ignores_its_token_is_left_behind_and_what_it_ends_with_is_ignored()
    {
        var ended = new TaskCompletionSource();
        var worker = await StartAsync(on =>
        {
            on.Options.ShutdownTimeout = TimeSpan.Zero;
            on.Options.CancellationGrace = TimeSpan.Zero;
            on.Hooks.Add(new CountingHooks(told));
            on.Work(async (job, _, _) =>
            {
                told.Add(job.Text);
                await release.Task;
                ended.SetResult();
            });
        });
        var id = await EnqueueAsync("deaf");
        await told.FirstAsync(1);

        await worker.StopAsync().Soon();

        Assert.Contains(id.ToString(), Assert.Single(worker.Log.Of(LogIds.LeftBehind)).Text, StringComparison.Ordinal);
        Assert.Equal([id], await Queue.ReadyAsync());
        release.SetResult();
        await ended.Task.Soon();
        await StartAsync(on => on.Work((_, context) => told.Add($"attempt {context.Attempt}")));
        Assert.Equal((JobState.Completed, 0), await EndAsync(id) is var info ? (info.State, info.FailedAttempts) : default);
        Assert.Equal(["deaf", "attempt 1"], told.Values); // no hook was told of the first
        Assert.Equal((1, 0), (await Queue.CountAsync("completed"), await Queue.CountAsync("refused")));
    }

    [Fact]
    public async Task A_host_that_waits_no_longer_has_tokens_cancelled_at_once()
    {
        using var hurry = new CancellationTokenSource();
        var worker = await StartAsync(on =>
        {
            on.Options.ShutdownTimeout = TimeSpan.FromHours(1);
            on.Work(async (job, _, ct) =>
            {
                told.Add(job.Text);
                await ct.UntilCancelled();
            });
        });
        var id = await EnqueueAsync("running");
        await told.FirstAsync(1);
        var stopping = worker.StopAsync(hurry.Token);

        await hurry.CancelAsync();
        await stopping.Soon();

        Assert.Equal([id], await Queue.ReadyAsync());
        Assert.Empty(worker.Log.Of(LogIds.LeftBehind)); // it had the time to return
    }

    [Fact]
    public async Task Code_registered_on_the_soft_stop_may_block_or_throw()
    {
        var worker = await StartAsync(on => on.Work(async (job, context, _) =>
        {
            context.SoftStop.Register(release.Task.Wait);
            context.SoftStop.Register(() => throw new InvalidOperationException("from a handler"));
            told.Add(job.Text);
            await Task.Yield();
        }));
        var id = await EnqueueAsync("registered");
        Assert.Equal(JobState.Completed, (await EndAsync(id)).State);

        await worker.StopAsync().Soon();

        release.SetResult();
        await worker.Log.SeenAsync(LogIds.CallbackFailed);
    }

    [Fact]
    public async Task Its_session_is_ended_so_that_nobody_need_recover_it()
    {
        var worker = await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));
        await EndAsync(await EnqueueAsync());
        Assert.Equal(1, await Database.SortedSetLengthAsync(Queue.Key(QueueKey.Workers)));

        await worker.StopAsync().Soon();

        Assert.Equal(0, await Database.SortedSetLengthAsync(Queue.Key(QueueKey.Workers)));
        Assert.Equal(0, await Database.SetLengthAsync(Queue.Key(QueueKey.Idle)));
        Assert.Equal(0, await Database.HashLengthAsync(Queue.Key(QueueKey.Calls)));
        Assert.Single(worker.Log.Of(LogIds.WorkerStopped));
    }

    /// <summary>A turn that fails may have handed out jobs before it failed: only recovery can tell.</summary>
    [Fact]
    public async Task A_session_whose_last_turn_failed_is_left_to_recovery()
    {
        var worker = await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));
        await Database.StringSetAsync(Queue.Key(QueueKey.Ready), "not a list");
        worker.Pump.Wake();
        await worker.Log.SeenAsync(LogIds.TurnFailed);

        await worker.StopAsync().Soon();

        Assert.NotNull(await Database.SortedSetScoreAsync(Queue.Key(QueueKey.Workers), worker.Session));
    }

    [Fact]
    public async Task What_was_fetched_ahead_goes_back_in_its_order()
    {
        var worker = await StartAsync(on =>
        {
            on.Time = clock;
            on.Options.Concurrency = 1;
            on.Work(async (job, _, _) =>
            {
                told.Add(job.Text);
                if (told.Count == 150)
                    await release.Task;
            });
        });
        var jobs = await Client.EnqueueManyAsync(Enumerable.Range(0, 300).Select(i => new Work($"{i}")), cancellationToken: Ct);
        await told.FirstAsync(150);
        await UntilAsync(() => Database.HashLengthAsync(Queue.Key(QueueKey.Active)), held => held > 1);

        var stopping = worker.StopAsync();
        release.SetResult();
        await stopping.Soon();

        Assert.Equal(jobs.Skip(150).Select(job => job.Id), await Queue.ReadyAsync());
        Assert.Equal(150, told.Count);
    }
}

/// <summary>Hooks that say which was called.</summary>
internal sealed class CountingHooks(Told<string> told) : IJobHooks
{
    public ValueTask OnCompletedAsync(JobContext context, CancellationToken cancellationToken) => Tell("completed");

    public ValueTask OnRetryAsync(JobContext context, Exception error, TimeSpan retryIn, CancellationToken cancellationToken) => Tell($"retry in {retryIn} after {error.Message}");

    public ValueTask OnDeadAsync(JobContext context, Exception error, CancellationToken cancellationToken) => Tell($"dead by {error.Message}");

    public ValueTask OnCancelledAsync(JobContext context, CancellationToken cancellationToken) => Tell("cancelled");

    private ValueTask Tell(string what)
    {
        told.Add(what);
        return ValueTask.CompletedTask;
    }
}

public sealed class ShutdownOnEmbedded(Servers servers) : ShutdownTests(servers, ServerKind.Embedded);

public sealed class ShutdownOnRedis(Servers servers) : ShutdownTests(servers, ServerKind.Redis);
