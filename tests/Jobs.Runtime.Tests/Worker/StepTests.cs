using Jobs.TestServers;
using MessagePack;

namespace Jobs.Runtime.Tests.Worker;

public abstract class StepTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private static readonly ExceptionRule AtOnce = ExceptionRule.RetryOn<InvalidOperationException>("1ms", maxAttempts: 3);

    [Fact]
    public async Task A_retry_is_given_what_the_step_returned_and_does_not_do_it_again()
    {
        var done = 0;
        var seen = new Told<string>();
        var worker = await StartAsync(on => on.Steps().Work(async (job, context, ct) =>
        {
            var charge = await context.OnceAsync("charge", _ => Task.FromResult(new Charge(job.Text, ++done, [1, 2])), ct);
            await context.OnceAsync("tell", _ => Task.CompletedTask, ct);
            seen.Add($"{context.Attempt}: {charge.Card} {charge.Number} {charge.Lines.Count}");
            if (context.Attempt < 3)
                throw new InvalidOperationException("after the steps");
        }, AtOnce));

        var id = await EnqueueAsync("visa");

        Assert.Equal(["1: visa 1 2", "2: visa 1 2", "3: visa 1 2"], await seen.FirstAsync(3));
        var info = await AfterStopAsync(worker, id);
        Assert.Equal((JobState.Completed, 1), (info.State, done));
        Assert.Equal(["charge", "tell"], info.Steps.Select(step => step.Name));
        Assert.Equal("""{"Card":"visa","Number":1,"Lines":[1,2]}""", MessagePackSerializer.ConvertToJson(info.Steps[0].Result, cancellationToken: Ct));
        Assert.Equal("null", MessagePackSerializer.ConvertToJson(info.Steps[1].Result, cancellationToken: Ct));
    }

    [Fact]
    public async Task A_step_that_throws_is_not_recorded_and_is_done_again()
    {
        var tries = 0;
        await StartAsync(on => on.Steps().Work(
            (_, context, ct) => context.OnceAsync("charge", _ => ++tries == 1 ? throw new InvalidOperationException("no") : Task.FromResult(tries), ct), AtOnce));

        var info = await EndAsync(await EnqueueAsync());

        Assert.Equal((JobState.Completed, 2), (info.State, tries));
    }

    [Fact]
    public async Task What_was_recorded_before_an_interruption_is_known_after_it()
    {
        var first = await StartAsync(on => on.Steps().Work(async (_, context, ct) =>
        {
            await context.OnceAsync("charge", _ => Task.FromResult(7), ct);
            await ct.UntilCancelled();
        }));
        var id = await EnqueueAsync();
        await UntilAsync(() => InfoAsync(id), static info => info.Steps.Count == 1);
        await first.StopAsync(new CancellationToken(canceled: true)).Soon();

        var charged = new Told<int>();
        await StartAsync(on => on.Steps().Work(async (_, context, ct) => charged.Add(await context.OnceAsync("charge", _ => Task.FromResult(8), ct))));

        Assert.Equal(7, (await charged.FirstAsync(1))[0]);
    }

    [Fact]
    public async Task A_run_that_is_over_is_told_so_and_records_nothing()
    {
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var ends = new Told<Exception?>();
        var worker = await StartAsync(on => on.Steps().Work(async (_, context, ct) =>
        {
            if (context.Recoveries > 0)
                return;
            begun.SetResult();
            await go.Task;
            ends.Add(await Record.ExceptionAsync(() => context.OnceAsync("charge", _ => Task.FromResult(7), CancellationToken.None)));
        }));
        var id = await EnqueueAsync();
        await begun.Task.Soon();
        do
        {
            await Queue.ExpireAsync(worker.Session);
        }
        while ((await Queue.RecoverAsync()).Recovered.Length == 0); // a turn in between renews it
        await EndAsync(id); // by the worker's next session

        go.SetResult();

        var error = Assert.IsType<JobRunLostException>((await ends.FirstAsync(1))[0]);
        Assert.Contains($"Step 'charge' of job {id} of queue 'q' is done and not recorded", error.Message, StringComparison.Ordinal);
        Assert.Empty((await InfoAsync(id)).Steps);
    }

    [Fact]
    public async Task A_name_used_twice_in_one_attempt_fails_it()
    {
        await StartAsync(on => on.Steps().Work(async (_, context, ct) =>
        {
            for (var i = 0; i < 2; i++)
                await context.OnceAsync("charge", _ => Task.FromResult(i), ct);
        }));

        var info = await EndAsync(await EnqueueAsync());

        Assert.Equal(JobState.Dead, info.State);
        Assert.Contains("does step 'charge' a second time in one attempt", info.LastError, StringComparison.Ordinal);
        Assert.Single(info.Steps);
    }

    [Fact]
    public async Task Steps_may_be_done_at_the_same_time()
    {
        await StartAsync(on => on.Steps().Work((_, context, ct) =>
            Task.WhenAll(Enumerable.Range(0, 20).Select(i => context.OnceAsync($"part-{i}", _ => Task.FromResult(i), ct)))));

        var info = await EndAsync(await EnqueueAsync());

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"part-{i}").Order(), info.Steps.Select(step => step.Name).Order());
    }

    [Fact]
    public async Task A_result_that_does_not_fit_makes_the_job_dead_at_once()
    {
        var done = 0;
        await StartAsync(on => on.Steps().Work((_, context, ct) =>
        {
            done++;
            return context.OnceAsync("report", _ => Task.FromResult(new string('x', Limits.MaxStepBytes)), ct);
        }, ExceptionRule.RetryOn<Exception>("1ms", maxAttempts: 3)));

        var info = await EndAsync(await EnqueueAsync());

        Assert.Equal((JobState.Dead, 1), (info.State, done));
        Assert.Contains("Step 'report' cannot be recorded", info.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recorded_result_of_another_type_is_an_error_that_names_the_step()
    {
        await StartAsync(on => on.Steps().Work(async (_, context, ct) =>
        {
            if (context.Attempt >= 2)
                await context.OnceAsync("charge", _ => Task.FromResult(new Charge("", 0, [])), ct);
            await context.OnceAsync("charge", _ => Task.FromResult("text"), ct);
            throw new InvalidOperationException("again");
        }, AtOnce));

        var info = await EndAsync(await EnqueueAsync());

        Assert.Contains("step 'charge' was done by an earlier attempt, and its recorded result cannot be read as", info.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_the_generator_has_not_seen_is_named()
    {
        await StartAsync(static on => on.Work((_, context, ct) => context.OnceAsync("charge", _ => Task.FromResult(7), ct))); // without Steps()

        var info = await EndAsync(await EnqueueAsync());

        Assert.Contains("Step 'charge' of job 'work' has a result of type System.Int32, and no codec for it has been generated", info.LastError, StringComparison.Ordinal);
    }
}

/// <summary>A result of a step.</summary>
internal sealed record Charge(string Card, int Number, List<int> Lines);

public sealed class StepsOnEmbedded(Servers servers) : StepTests(servers, ServerKind.Embedded);

public sealed class StepsOnRedis(Servers servers) : StepTests(servers, ServerKind.Redis);
