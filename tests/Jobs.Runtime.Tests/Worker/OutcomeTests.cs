using Jobs.TestServers;
using MessagePack;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>What a handler does, and what becomes of its job.</summary>
public abstract class OutcomeTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private readonly Told<int> attempts = new();

    [Fact]
    public async Task A_job_whose_handler_returns_is_completed()
    {
        var told = new Told<string>();
        await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));

        var info = await EndAsync(await EnqueueAsync("hello"));

        Assert.Equal(["hello"], told.Values);
        Assert.Equal((JobState.Completed, 0, 0, null), (info.State, info.FailedAttempts, info.Recoveries, info.LastError));
        Assert.NotNull(info.EndedAt);
    }

    [Theory]
    [InlineData(1100, JobState.Dead)]
    [InlineData(1000, JobState.Completed)]
    public async Task A_job_with_a_result_over_the_bound_is_dead_with_the_reason_and_without_it(int bytes, JobState expected)
    {
        await StartAsync(on =>
        {
            on.Options.MaxResultBytes = 1024;
            on.Handlers.Add<Parcel, byte[], LambdaHandler<Parcel, byte[]>>(_ => new((job, _, _) => Task.FromResult(new byte[job.ResultBytes])), needsScope: false);
        });

        var info = await EndAsync((await Client.EnqueueParcel(new([], bytes), cancellationToken: Ct)).Id);

        Assert.Equal(expected, info.State);
        Assert.Equal(expected == JobState.Dead, info.Result.IsEmpty);
        if (expected == JobState.Dead)
            Assert.Contains("WorkerOptions.MaxResultBytes is 1,024", info.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_is_stored_and_awaited()
    {
        await StartAsync(on => on.Handlers.Add<Sum, int, LambdaHandler<Sum, int>>(
            _ => new((job, _, _) => Task.FromResult(job.A + job.B)), needsScope: false));

        var handle = await Client.EnqueueSum(new(40, 2), cancellationToken: Ct);

        Assert.Equal(42, await handle.WaitForResultAsync(Ct).Soon());
        Assert.Equal(42, await handle.WaitForResultAsync(Ct).Soon()); // it stays
        Assert.Equal([42], (await InfoAsync(handle.Id)).Result.ToArray());
    }

    [Fact]
    public async Task A_job_that_fails_is_tried_again_until_it_succeeds()
    {
        await StartAsync(on => on.Work((_, context) =>
        {
            attempts.Add(context.Attempt);
            if (context.Attempt < 3)
                throw new IOException($"failure {context.Attempt}");
        }));

        var info = await EndAsync(await EnqueueAsync());

        Assert.Equal([1, 2, 3], attempts.Values);
        Assert.Equal((JobState.Completed, 2), (info.State, info.FailedAttempts));
        Assert.Contains("failure 2", info.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Between_attempts_it_waits_as_its_policy_says()
    {
        var worker = await StartAsync(on => on.Handle<StrictWork>((_, _, _) => throw new IOException("boom")));
        var before = await Queue.NowAsync();
        var id = (await Client.EnqueueStrictWork(new("x"), cancellationToken: Ct)).Id;
        await worker.Log.SeenAsync(LogIds.Failed);

        var info = await AfterStopAsync(worker, id);

        Assert.Equal((JobState.Retrying, 1), (info.State, info.FailedAttempts));
        Assert.Contains("System.IO.IOException: boom", info.LastError, StringComparison.Ordinal);
        var due = info.DueAt!.Value.ToUnixTimeMilliseconds();
        Assert.InRange(due, before + 3_600_000, await Queue.NowAsync() + 3_600_000);
    }

    [Fact]
    public async Task The_last_failure_makes_it_dead_with_payload_and_reason_kept()
    {
        var worker = await StartAsync(on => on.Work((_, context) =>
        {
            attempts.Add(context.Attempt);
            throw new IOException($"failure {context.Attempt} of {context.MaxAttempts}");
        }));

        var info = await EndAsync(await EnqueueAsync("keep me", new() { MaxAttempts = 3 }));

        Assert.Equal([1, 2, 3], attempts.Values);
        Assert.Equal((JobState.Dead, 3), (info.State, info.FailedAttempts));
        Assert.Contains("failure 3 of 3", info.LastError, StringComparison.Ordinal);
        Assert.Equal("keep me", MessagePackSerializer.Deserialize<Dictionary<string, string>>(info.Payload, cancellationToken: Ct)["Text"]);
        Assert.IsType<IOException>(Assert.Single(worker.Log.Of(LogIds.Died)).Error);
    }

    [Fact]
    public async Task An_exception_can_make_it_dead_at_once()
    {
        await StartAsync(on => on.Work((_, context) =>
        {
            attempts.Add(context.Attempt);
            throw new FormatException("never good");
        }, ExceptionRule.DeadOn<FormatException>()));

        var info = await EndAsync(await EnqueueAsync());

        Assert.Equal([1], attempts.Values);
        Assert.Equal((JobState.Dead, 1), (info.State, info.FailedAttempts));
    }

    [Fact]
    public async Task An_exception_can_wait_by_a_policy_of_its_own()
    {
        var worker = await StartAsync(on => on.Work((_, _) => throw new IOException(), ExceptionRule.RetryOn<IOException>("2h")));
        var before = await Queue.NowAsync();
        var id = await EnqueueAsync();
        await worker.Log.SeenAsync(LogIds.Failed);

        var info = await AfterStopAsync(worker, id);

        Assert.Equal(JobState.Retrying, info.State);
        Assert.InRange(info.DueAt!.Value.ToUnixTimeMilliseconds(), before + 7_200_000, long.MaxValue);
    }

    [Fact]
    public async Task A_handler_can_say_that_it_will_never_succeed()
    {
        await StartAsync(on => on.Work((_, context) =>
        {
            attempts.Add(context.Attempt);
            throw new JobDeadException("no such customer");
        }));

        var info = await EndAsync(await EnqueueAsync());

        Assert.Equal([1], attempts.Values);
        Assert.Equal(JobState.Dead, info.State);
        Assert.Contains("no such customer", info.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_can_say_that_it_is_not_to_be_done_any_more()
    {
        await StartAsync(on => on.Work((_, _) => throw new JobCancelledException("customer left")));

        var info = await EndAsync(await EnqueueAsync());

        Assert.Equal((JobState.Cancelled, 0, "customer left"), (info.State, info.FailedAttempts, info.LastError));
    }

    [Fact]
    public async Task A_snooze_counts_no_attempt()
    {
        var worker = await StartAsync(on => on.Work((_, context) =>
        {
            attempts.Add(context.Attempt);
            if (attempts.Count == 1)
                throw new JobSnoozeException(TimeSpan.FromHours(1));
        }));
        var id = await EnqueueAsync(options: new() { MaxAttempts = 1 });
        await worker.Log.SeenAsync(LogIds.Snoozed);
        var snoozed = await UntilAsync(() => InfoAsync(id), info => info.State == JobState.Scheduled);
        Assert.Equal(0, snoozed.FailedAttempts);

        await Queue.MakeDueAsync(id);
        worker.Pump.Wake();

        Assert.Equal((JobState.Completed, 0), await EndAsync(id) is var info ? (info.State, info.FailedAttempts) : default);
        Assert.Equal([1, 1], attempts.Values);
    }

    [Fact]
    public async Task Without_retention_a_completed_job_leaves_nothing_behind()
    {
        var told = new Told<string>();
        var worker = await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));
        var id = await EnqueueAsync("x", new() { Retention = TimeSpan.Zero });
        await told.FirstAsync(1);

        await worker.StopAsync().Soon();

        Assert.Null(await Client.GetAsync(id, "q", Ct));
        Assert.Equal("", await Queue.PlacesAsync(id));
    }

    [Fact]
    public async Task Many_jobs_each_run_once()
    {
        var told = new Told<string>();
        await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));
        var texts = Enumerable.Range(0, 3000).Select(i => $"job {i}").ToArray();

        await Client.EnqueueManyAsync(texts.Select(text => new Work(text)), cancellationToken: Ct);

        Assert.Equal(texts.Order(), (await told.FirstAsync(texts.Length)).Order());
    }
}

public sealed class OutcomesOnEmbedded(Servers servers) : OutcomeTests(servers, ServerKind.Embedded);

public sealed class OutcomesOnRedis(Servers servers) : OutcomeTests(servers, ServerKind.Redis);
