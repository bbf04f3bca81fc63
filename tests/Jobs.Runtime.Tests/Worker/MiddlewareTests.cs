using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Code around every attempt, and code that is told how it ended.</summary>
public abstract class MiddlewareTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private readonly Told<string> told = new();

    [Fact]
    public async Task Middleware_runs_around_the_handler_outermost_first()
    {
        await StartAsync(on =>
        {
            on.Middleware.AddRange([new Around("outer", told), new Around("inner", told)]);
            on.Work((job, _) => told.Add(job.Text));
        });

        Assert.Equal(JobState.Completed, (await EndAsync(await EnqueueAsync("handler"))).State);

        Assert.Equal(["outer in", "inner in", "handler", "inner out", "outer out"], told.Values);
    }

    [Fact]
    public async Task Middleware_sees_the_payload_and_the_result_passes_through_it()
    {
        await StartAsync(on =>
        {
            on.Middleware.Add(new Lambda(async (context, next, ct) =>
            {
                told.Add($"{context.Payload}");
                await next(context, ct);
            }));
            on.Handlers.Add<Sum, int, LambdaHandler<Sum, int>>(_ => new((job, _, _) => Task.FromResult(job.A + job.B)), needsScope: false);
        });

        var handle = await Client.EnqueueSum(new(40, 2), cancellationToken: Ct);

        Assert.Equal(42, await handle.WaitForResultAsync(Ct).Soon());
        Assert.Equal([new Sum(40, 2).ToString()], told.Values);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_middleware_throws_is_the_attempts_failure(bool after)
    {
        await StartAsync(on =>
        {
            on.Middleware.Add(new Lambda(async (context, next, ct) =>
            {
                if (after)
                    await next(context, ct);
                if (context.Attempt == 1)
                    throw new IOException("from middleware");
                if (!after)
                    await next(context, ct);
            }));
            on.Work((_, context) => told.Add($"attempt {context.Attempt}"));
        });

        var info = await EndAsync(await EnqueueAsync());

        Assert.Equal((JobState.Completed, 1), (info.State, info.FailedAttempts));
        Assert.Contains("from middleware", info.LastError, StringComparison.Ordinal);
        Assert.Equal(after ? ["attempt 1", "attempt 2"] : ["attempt 2"], told.Values);
    }

    [Fact]
    public async Task Middleware_may_answer_without_the_handler()
    {
        await StartAsync(on =>
        {
            on.Middleware.Add(new Lambda((_, _, _) => Task.CompletedTask));
            on.Work((job, _) => told.Add(job.Text));
        });

        Assert.Equal(JobState.Completed, (await EndAsync(await EnqueueAsync("not run"))).State);
        Assert.Empty(told.Values);
    }

    [Fact]
    public async Task Middleware_may_give_the_handler_a_token_of_its_own()
    {
        using var own = new CancellationTokenSource();
        await StartAsync(on =>
        {
            on.Middleware.Add(new Lambda((context, next, _) => next(context, own.Token)));
            on.Work((_, _, ct) =>
            {
                told.Add(ct == own.Token ? "own" : "the worker's");
                return Task.CompletedTask;
            });
        });

        await EndAsync(await EnqueueAsync());

        Assert.Equal(["own"], told.Values);
    }

    [Fact]
    public async Task Hooks_are_told_how_each_attempt_ended()
    {
        await StartAsync(on =>
        {
            on.Hooks.Add(new CountingHooks(told));
            on.Handle<StrictWork>((_, _, _) => throw new IOException("no"));
            on.Work((job, context) => throw (job.Text switch
            {
                "cancelled" => new JobCancelledException(),
                "dead" => new JobDeadException("hopeless"),
                _ => new FormatException($"failure {context.Attempt}"),
            }));
        });

        await EndAsync(await EnqueueAsync("failing", new() { MaxAttempts = 2 }));
        await EndAsync(await EnqueueAsync("dead"));
        await EndAsync(await EnqueueAsync("cancelled"));
        await Client.EnqueueStrictWork(new("x"), cancellationToken: Ct);

        Assert.Equal(
            ["retry in 00:00:00 after failure 1", "dead by failure 2", "dead by hopeless", "cancelled", "retry in 01:00:00 after no"], await told.FirstAsync(5));
    }

    [Fact]
    public async Task A_hook_that_throws_changes_nothing_and_the_next_is_told()
    {
        var worker = await StartAsync(on =>
        {
            on.Hooks.AddRange([new BrokenHooks(), new CountingHooks(told)]);
            on.Work((_, context) =>
            {
                if (context.Attempt == 1)
                    throw new IOException("first");
            });
        });

        var info = await EndAsync(await EnqueueAsync());

        Assert.Equal((JobState.Completed, 1), (info.State, info.FailedAttempts));
        Assert.Equal(["retry in 00:00:00 after first", "completed"], told.Values);
        Assert.Equal(2, worker.Log.Of(LogIds.HookFailed).Length);
    }

    [Fact]
    public async Task A_hook_is_told_before_the_outcome_is_stored()
    {
        var seen = new TaskCompletionSource<JobState>();
        await StartAsync(on =>
        {
            on.Hooks.Add(new LookingHooks(async context => seen.SetResult((await InfoAsync(context.Id)).State)));
            on.Work((_, _) => { });
        });

        await EnqueueAsync();

        Assert.Equal(JobState.Active, await seen.Task.Soon());
    }

    [Fact]
    public async Task The_token_of_a_hook_is_raised_when_the_time_for_stopping_is_over()
    {
        var cancelled = new TaskCompletionSource();
        var worker = await StartAsync(on =>
        {
            on.Options.ShutdownTimeout = TimeSpan.Zero;
            on.Hooks.Add(new WaitingHooks(told, cancelled));
            on.Work((_, _) => { });
        });
        var id = await EnqueueAsync();
        await told.FirstAsync(1);

        var info = await AfterStopAsync(worker, id);

        await cancelled.Task.Soon();
        Assert.Equal(JobState.Completed, info.State); // the handler had returned
    }

    private sealed class Around(string name, Told<string> told) : IJobMiddleware
    {
        public async Task ExecuteAsync(JobContext context, JobDelegate next, CancellationToken cancellationToken)
        {
            told.Add($"{name} in");
            await next(context, cancellationToken);
            told.Add($"{name} out");
        }
    }

    private sealed class Lambda(Func<JobContext, JobDelegate, CancellationToken, Task> body) : IJobMiddleware
    {
        public Task ExecuteAsync(JobContext context, JobDelegate next, CancellationToken cancellationToken) => body(context, next, cancellationToken);
    }

    private sealed class BrokenHooks : IJobHooks
    {
        public ValueTask OnCompletedAsync(JobContext context, CancellationToken cancellationToken) => throw new InvalidOperationException("a broken hook");

        public async ValueTask OnRetryAsync(JobContext context, Exception error, TimeSpan retryIn, CancellationToken cancellationToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("a broken hook");
        }
    }

    private sealed class LookingHooks(Func<JobContext, Task> look) : IJobHooks
    {
        public ValueTask OnCompletedAsync(JobContext context, CancellationToken cancellationToken) => new(look(context));
    }

    private sealed class WaitingHooks(Told<string> told, TaskCompletionSource cancelled) : IJobHooks
    {
        public async ValueTask OnCompletedAsync(JobContext context, CancellationToken cancellationToken)
        {
            told.Add("waits");
            await cancellationToken.WhenCancelled();
            cancelled.SetResult();
        }
    }
}

public sealed class MiddlewareOnEmbedded(Servers servers) : MiddlewareTests(servers, ServerKind.Embedded);

public sealed class MiddlewareOnRedis(Servers servers) : MiddlewareTests(servers, ServerKind.Redis);
