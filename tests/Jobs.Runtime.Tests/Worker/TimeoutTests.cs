using Jobs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Attempts that take longer than they may. The clock is the test's; nothing is waited for.</summary>
public abstract class TimeoutTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private static readonly EnqueueOptions FiveSeconds = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly Told<int> attempts = new();

    [Fact]
    public async Task A_timeout_cancels_the_token_and_is_a_failed_attempt()
    {
        await StartAsync(on => WithClock(on).Work(async (_, context, ct) =>
        {
            attempts.Add(context.Attempt);
            if (context.Attempt == 1)
                await ct.UntilCancelled();
        }));
        var id = await EnqueueAsync(options: FiveSeconds);
        await attempts.FirstAsync(1);

        clock.Advance(TimeSpan.FromSeconds(5));
        var info = await EndAsync(id);

        Assert.Equal([1, 2], attempts.Values);
        Assert.Equal((JobState.Completed, 1), (info.State, info.FailedAttempts));
        Assert.Contains("System.TimeoutException: The attempt ran longer than its timeout of 00:00:05", info.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_jobs_own_timeout_holds_where_the_call_names_none()
    {
        var cancelled = new TaskCompletionSource();
        await StartAsync(on => WithClock(on).Handle<StrictWork>(async (_, context, ct) =>
        {
            attempts.Add(context.Attempt);
            await ct.WhenCancelled();
            cancelled.SetResult();
        }));
        await Client.EnqueueStrictWork(new("x"), cancellationToken: Ct);
        await attempts.FirstAsync(1);

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(cancelled.Task.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        await cancelled.Task.Soon();
    }

    [Fact]
    public async Task A_handler_that_returns_all_the_same_has_done_its_work()
    {
        await StartAsync(on => WithClock(on).Work(async (_, context, ct) =>
        {
            attempts.Add(context.Attempt);
            await ct.WhenCancelled();
        }));
        var id = await EnqueueAsync(options: FiveSeconds);
        await attempts.FirstAsync(1);

        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((JobState.Completed, 0), await EndAsync(id) is var info ? (info.State, info.FailedAttempts) : default);
        Assert.Equal([1], attempts.Values);
    }

    /// <summary>A handler that ignores its token keeps its slot, so the job's next attempt cannot start beside it.</summary>
    [Fact]
    public async Task A_handler_that_ignores_its_token_keeps_its_slot_and_is_reported_once()
    {
        var release = new TaskCompletionSource();
        var crowd = new Crowd();
        var worker = await StartAsync(on => WithClock(on).Work(async (_, context, _) =>
        {
            crowd.Enter();
            attempts.Add(context.Attempt);
            await release.Task;
            crowd.Leave();
            if (context.Attempt == 1)
                throw new OperationCanceledException();
        }));
        var id = await EnqueueAsync(options: FiveSeconds);
        await attempts.FirstAsync(1);

        clock.Advance(TimeSpan.FromSeconds(5));
        clock.Advance(worker.Parts.Options.CancellationGrace);
        worker.Maintenance.ReportDeafHandlers();
        Assert.Empty(worker.Log.Of(LogIds.HandlerIgnoresToken)); // its grace ends now and not before
        clock.Advance(TimeSpan.FromMilliseconds(1));
        worker.Maintenance.ReportDeafHandlers();
        worker.Maintenance.ReportDeafHandlers();

        var line = Assert.Single(worker.Log.Of(LogIds.HandlerIgnoresToken));
        Assert.Contains(id.ToString(), line.Text, StringComparison.Ordinal);
        Assert.Contains("Timeout", line.Text, StringComparison.Ordinal);
        Assert.Equal(1, worker.Parts.Slots.Running);
        Assert.Equal(JobState.Active, (await InfoAsync(id)).State);

        release.SetResult();

        Assert.Equal((JobState.Completed, 1), await EndAsync(id) is var info ? (info.State, info.FailedAttempts) : default);
        Assert.Equal([1, 2], attempts.Values);
        Assert.Equal(1, crowd.Most);
    }

    private WorkerSetup WithClock(WorkerSetup setup)
    {
        setup.Time = clock;
        return setup;
    }
}

public sealed class TimeoutsOnEmbedded(Servers servers) : TimeoutTests(servers, ServerKind.Embedded);

public sealed class TimeoutsOnRedis(Servers servers) : TimeoutTests(servers, ServerKind.Redis);
