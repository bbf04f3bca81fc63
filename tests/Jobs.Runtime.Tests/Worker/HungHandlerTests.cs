using Jobs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Handlers and hooks that do not return, and a worker that stops.</summary>
public abstract class HungHandlerTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private static readonly EnqueueOptions FiveSeconds = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly TaskCompletionSource release = new();
    private readonly Told<string> told = new();

    [Fact]
    public async Task An_attempt_whose_time_was_over_before_the_stop_has_failed_and_its_job_waits_as_its_policy_says()
    {
        var before = await Queue.NowAsync();
        var worker = await StartHungAsync();
        var id = (await Client.EnqueueStrictWork(new("hangs"), FiveSeconds, Ct)).Id;
        await told.FirstAsync(1);

        clock.Advance(TimeSpan.FromSeconds(5));
        var info = await AfterStopAsync(worker, id);

        Assert.Equal((JobState.Retrying, 1), (info.State, info.FailedAttempts));
        Assert.InRange(info.DueAt!.Value.ToUnixTimeMilliseconds(), before + 3_600_000, long.MaxValue);
        Assert.Contains("The attempt ran longer than its timeout of 00:00:05", info.LastError, StringComparison.Ordinal);
        Assert.Empty(await Queue.ReadyAsync());
        Assert.Equal(["hangs", "retry in 01:00:00 after The attempt ran longer than its timeout of 00:00:05."], told.Values);
        Assert.Contains(id.ToString(), Assert.Single(worker.Log.Of(LogIds.LeftBehindSettled)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_hangs_dies_when_its_attempts_are_used_up_by_restarts()
    {
        JobId id = default;
        for (var restart = 0; restart < 2; restart++)
        {
            var worker = await StartHungAsync();
            if (restart == 0)
                id = (await Client.EnqueueStrictWork(new("hangs"), FiveSeconds, Ct)).Id;
            else
                await MakeDueAsync(worker, id);
            await told.FirstAsync((2 * restart) + 1);
            clock.Advance(TimeSpan.FromSeconds(5));
            await worker.StopAsync().Soon();
        }

        Assert.Equal((JobState.Dead, 2), await InfoAsync(id) is var info ? (info.State, info.FailedAttempts) : default);
        Assert.Equal("dead by The attempt ran longer than its timeout of 00:00:05.", told.Values[^1]);
    }

    [Fact]
    public async Task What_a_handler_ends_with_after_its_attempt_was_settled_changes_nothing()
    {
        var worker = await StartHungAsync();
        var id = (await Client.EnqueueStrictWork(new("hangs"), FiveSeconds, Ct)).Id;
        await told.FirstAsync(1);
        clock.Advance(TimeSpan.FromSeconds(5));
        await worker.StopAsync().Soon();

        release.SetResult();

        Assert.Contains(id.ToString(), Assert.Single(await worker.Log.SeenAsync(LogIds.EndedTooLate)).Text, StringComparison.Ordinal);
        Assert.Equal(2, told.Count); // it began, and the hook was told of the timeout
        Assert.Equal((JobState.Retrying, 1), await InfoAsync(id) is var info ? (info.State, info.FailedAttempts) : default);
    }

    [Fact]
    public async Task A_cancelled_job_whose_handler_hangs_is_cancelled_at_the_stop()
    {
        var worker = await StartHungAsync();
        var id = await EnqueueAsync("hangs");
        await told.FirstAsync(1);
        Assert.Equal(CancelResult.Requested, await Client.CancelAsync(id, "q", Ct));
        await UntilAsync(() => Task.FromResult(worker.Parts.Slots.Snapshot()), running => running.All(run => run.IsCancelled));

        var info = await AfterStopAsync(worker, id);

        Assert.Equal((JobState.Cancelled, 0), (info.State, info.FailedAttempts));
        Assert.Equal(["hangs", "cancelled"], told.Values);
    }

    [Fact]
    public async Task A_job_that_is_cancelled_after_its_timeout_is_told_as_cancelled()
    {
        var worker = await StartAsync(on =>
        {
            on.Time = clock;
            on.Hooks.Add(new CountingHooks(told));
            on.Work(async (job, _, ct) =>
            {
                told.Add(job.Text);
                await release.Task;
                ct.ThrowIfCancellationRequested();
            });
        });
        var id = await EnqueueAsync("hangs", FiveSeconds);
        await told.FirstAsync(1);
        clock.Advance(TimeSpan.FromSeconds(5));
        await Client.CancelAsync(id, "q", Ct);
        await UntilAsync(() => Task.FromResult(worker.Parts.Slots.Snapshot()), running => running.All(run => run.IsCancelled));

        release.SetResult();

        Assert.Equal(JobState.Cancelled, (await EndAsync(id)).State);
        Assert.Equal(["hangs", "cancelled"], told.Values);
    }

    /// <summary>The handler has returned: its work must not be done again for the sake of who is told of it.</summary>
    [Fact]
    public async Task A_job_whose_hook_hangs_at_the_stop_has_its_outcome()
    {
        var worker = await StartAsync(on =>
        {
            on.Options.ShutdownTimeout = TimeSpan.Zero;
            on.Options.CancellationGrace = TimeSpan.Zero;
            on.Hooks.Add(new HungHooks(told, release.Task));
            on.Work((job, _) => told.Add(job.Text));
        });
        var id = await EnqueueAsync("returns");
        await told.FirstAsync(2);

        var info = await AfterStopAsync(worker, id);

        Assert.Equal(JobState.Completed, info.State);
        Assert.Single(worker.Log.Of(LogIds.HooksLeftBehind));
        release.SetResult();
    }

    [Fact]
    public async Task An_attempt_that_the_soft_stop_ends_costs_nothing()
    {
        var worker = await StartAsync(on => on.Work(async (job, context, ct) =>
        {
            told.Add(job.Text);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.SoftStop, ct);
            var stop = job.Text switch { "linked" or "waited for" => linked.Token, _ => context.SoftStop };
            if (job.Text == "waited for")
                Task.Delay(Timeout.Infinite, stop).Wait(CancellationToken.None);
            await Task.Delay(Timeout.Infinite, stop);
        }));
        string[] texts = ["soft stop", "linked", "waited for"];
        foreach (var text in texts)
            await EnqueueAsync(text, new() { MaxAttempts = 1 });
        await told.FirstAsync(texts.Length);

        await worker.StopAsync().Soon();

        var ready = await Queue.ReadyAsync();
        Assert.Equal(texts.Length, ready.Length);
        foreach (var id in ready)
            Assert.Equal((JobState.Ready, 0, null), await InfoAsync(id) is var info ? (info.State, info.FailedAttempts, info.LastError) : default);
        Assert.All(worker.Log.Of(LogIds.Interrupted), line => Assert.NotNull(line.Error)); // where it was, is in the log
        Assert.Equal(texts.Length, worker.Log.Of(LogIds.Interrupted).Length);
    }

    private async Task MakeDueAsync(TestWorker worker, JobId id)
    {
        await Queue.MakeDueAsync(id);
        worker.Pump.Wake();
    }

    private Task<TestWorker> StartHungAsync() => StartAsync(on =>
    {
        on.Time = clock;
        on.Options.ShutdownTimeout = TimeSpan.Zero;
        on.Options.CancellationGrace = TimeSpan.Zero;
        on.Hooks.Add(new CountingHooks(told));
        on.Work((job, _, _) => HangAsync(job.Text)).Handle<StrictWork>((job, _, _) => HangAsync(job.Text));
    });

    private async Task HangAsync(string text)
    {
        told.Add(text);
        await release.Task;
    }

    private sealed class HungHooks(Told<string> told, Task until) : IJobHooks
    {
        public async ValueTask OnCompletedAsync(JobContext context, CancellationToken cancellationToken)
        {
            told.Add("hook");
            await until;
        }
    }
}

public sealed class HungHandlersOnEmbedded(Servers servers) : HungHandlerTests(servers, ServerKind.Embedded);

public sealed class HungHandlersOnRedis(Servers servers) : HungHandlerTests(servers, ServerKind.Redis);
