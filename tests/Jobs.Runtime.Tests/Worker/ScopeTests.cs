using Jobs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>What an attempt is given: services, handler, context, log scope.</summary>
public abstract class ScopeTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private readonly Told<string> told = new();

    [Fact]
    public async Task Each_attempt_has_one_scope_that_is_disposed_when_it_ends()
    {
        await StartAsync(on =>
        {
            on.Services.AddSingleton(told).AddScoped<Resource>();
            on.Handlers.Add<Work, NeedyHandler>(static services => new(services.GetRequiredService<Resource>()), needsScope: true);
        });

        await EndAsync(await EnqueueAsync());

        Assert.Equal(["made 1", "used 1", "disposed 1", "made 2", "used 2", "disposed 2"], told.Values);
    }

    [Fact]
    public async Task A_handler_without_services_of_its_own_still_has_those_of_the_attempt()
    {
        await StartAsync(on =>
        {
            on.Services.AddSingleton(told).AddScoped<Resource>().AddKeyedSingleton("key", "keyed");
            on.Work((_, context) =>
            {
                Assert.Same(context.Services.GetRequiredService<Resource>(), context.Services.GetService<Resource>());
                Assert.Null(context.Services.GetService<IJobClient>());
                told.Add(context.Services.GetRequiredKeyedService<string>("key"));
            });
        });

        Assert.Equal(JobState.Completed, (await EndAsync(await EnqueueAsync())).State);

        Assert.Equal(["made 1", "keyed", "disposed 1"], told.Values);
    }

    [Fact]
    public async Task Middleware_hooks_and_handler_share_the_scope()
    {
        await StartAsync(on =>
        {
            on.Services.AddSingleton(told).AddScoped<Resource>();
            on.Middleware.Add(new Using(told));
            on.Hooks.Add(new Using(told));
            on.Work((_, context) => context.Services.GetRequiredService<Resource>().Use("handler"));
        });

        await EndAsync(await EnqueueAsync());

        Assert.Equal(["made 1", "middleware 1", "handler 1", "hook 1", "disposed 1"], told.Values);
    }

    [Fact]
    public async Task A_handler_that_cannot_be_made_is_a_failed_attempt()
    {
        await StartAsync(on => on.Handlers.Add<Work, NeedyHandler>(
            static services => new(HandlerServices.Required<Resource>(services, nameof(NeedyHandler))), needsScope: true));

        var info = await EndAsync(await EnqueueAsync(options: new() { MaxAttempts = 2 }));

        Assert.Equal((JobState.Dead, 2), (info.State, info.FailedAttempts));
        Assert.Contains("NeedyHandler takes a ", info.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scope_that_cannot_be_disposed_does_not_undo_the_work()
    {
        var worker = await StartAsync(on =>
        {
            on.Services.AddScoped<Undisposable>();
            on.Work((_, context) => context.Services.GetRequiredService<Undisposable>());
        });

        Assert.Equal((JobState.Completed, 0), await EndAsync(await EnqueueAsync()) is var info ? (info.State, info.FailedAttempts) : default);
        Assert.Single(await worker.Log.SeenAsync(LogIds.ScopeFailed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_is_disposed_whether_it_returns_or_throws(bool throws)
    {
        await StartAsync(on => on.Handlers.Add<Work, DisposableHandler>(_ => new(told, throws), needsScope: false));

        var info = await EndAsync(await EnqueueAsync(options: new() { MaxAttempts = 1 }));

        Assert.Equal(throws ? JobState.Dead : JobState.Completed, info.State);
        Assert.Equal(["ran", "disposed"], told.Values);
    }

    [Theory]
    [InlineData("", JobState.Completed)]
    [InlineData("failure", JobState.Dead)]
    [InlineData("dead", JobState.Dead)]
    [InlineData("cancelled", JobState.Cancelled)]
    [InlineData("snooze", JobState.Scheduled)]
    public async Task A_handler_that_cannot_be_disposed_changes_no_outcome(string throws, JobState expected)
    {
        var worker = await StartAsync(on => on.Handlers.Add<Work, UndisposableHandler>(_ => new(throws), needsScope: false));
        var id = await EnqueueAsync(options: new() { MaxAttempts = 1 });
        var line = Assert.Single(await worker.Log.SeenAsync(LogIds.HandlerNotDisposed));

        var info = await AfterStopAsync(worker, id);

        Assert.Equal(expected, info.State);
        Assert.Equal(expected is JobState.Dead ? 1 : 0, info.FailedAttempts);
        Assert.DoesNotContain("cannot be disposed", info.LastError ?? "", StringComparison.Ordinal);
        Assert.Contains(nameof(UndisposableHandler), line.Text, StringComparison.Ordinal);
        Assert.Equal("cannot be disposed", line.Error!.Message);
    }

    [Fact]
    public async Task A_handler_that_cannot_be_disposed_later_changes_no_result()
    {
        var worker = await StartAsync(on => on.Handlers.Add<Sum, int, UndisposableAdder>(static _ => new(), needsScope: false));

        var handle = await Client.EnqueueSum(new(40, 2), cancellationToken: Ct);

        Assert.Equal(42, await handle.WaitForResultAsync(Ct).Soon());
        Assert.Single(worker.Log.Of(LogIds.HandlerNotDisposed));
    }

    [Fact]
    public async Task The_context_says_all_about_the_attempt()
    {
        var contexts = new Told<JobContext>();
        await StartAsync(on => on.Handle<StrictWork>((_, context, _) =>
        {
            contexts.Add(context);
            return Task.CompletedTask;
        }));
        var before = DateTimeOffset.UtcNow.AddMilliseconds(-1);

        var id = (await Client.EnqueueStrictWork(
            new("x"), new() { MaxAttempts = 7, Headers = new Dictionary<string, string> { ["tenant"] = "größe" } }, Ct)).Id;

        var context = Assert.Single(await contexts.FirstAsync(1));
        Assert.Equal((id, "strict-work", "q"), (context.Id, context.JobName, context.Queue));
        Assert.Equal((1, 7, 0), (context.Attempt, context.MaxAttempts, context.Recoveries));
        Assert.Equal(id.ToString(), context.IdempotencyKey);
        Assert.Equal("größe", Assert.Single(context.Headers).Value);
        Assert.InRange(context.EnqueuedAt, before, DateTimeOffset.UtcNow);
        Assert.Equal(new StrictWork("x"), context.Payload);
        Assert.InRange(context.FencingToken, 1, long.MaxValue);
        Assert.False(context.SoftStop.IsCancellationRequested);
    }

    [Fact]
    public async Task The_jobs_own_settings_hold_where_the_call_names_none()
    {
        var contexts = new Told<JobContext>();
        await StartAsync(on => on.Handle<StrictWork>((_, context, _) =>
        {
            contexts.Add(context);
            return Task.CompletedTask;
        }));

        await Client.EnqueueStrictWork(new("x"), cancellationToken: Ct);

        var context = Assert.Single(await contexts.FirstAsync(1));
        Assert.Equal(2, context.MaxAttempts);
        Assert.Empty(context.Headers);
    }

    [Fact]
    public async Task The_fencing_token_grows_with_each_hand_out()
    {
        var tokens = new Told<long>();
        await StartAsync(on => on.Work((_, context) =>
        {
            tokens.Add(context.FencingToken);
            if (context.Attempt < 5)
                throw new IOException();
        }));

        await EndAsync(await EnqueueAsync());

        Assert.Equal(tokens.Values.Order().Distinct(), tokens.Values);
        Assert.Equal(5, tokens.Count);
    }

    [Fact]
    public async Task Every_line_a_handler_logs_carries_the_job()
    {
        TestWorker? worker = null;
        worker = await StartAsync(on => on.Work((_, _) => throw new IOException("logged by the worker, in the handler's scope")));
        var id = await EnqueueAsync(options: new() { MaxAttempts = 1 });

        var line = Assert.Single(await worker.Log.SeenAsync(LogIds.Died));

        Assert.Equal((id, "work", "q", 1), (line.Scope["JobId"], line.Scope["JobName"], line.Scope["Queue"], line.Scope["Attempt"]));
    }

    [Fact]
    public async Task A_log_that_throws_costs_nothing()
    {
        var worker = Make(on =>
        {
            on.Log = new BrokenLog();
            on.Options.Concurrency = 1;
            on.Work((job, context) =>
            {
                told.Add($"{job.Text} {context.Attempt}");
                if (context.Attempt == 1)
                    throw new IOException();
            });
        }).Start();

        Assert.Equal((JobState.Completed, 1), await EndAsync(await EnqueueAsync("one")) is var info ? (info.State, info.FailedAttempts) : default);
        Assert.Equal(JobState.Completed, (await EndAsync(await EnqueueAsync("two"))).State);

        Assert.Equal(["one 1", "one 2", "two 1", "two 2"], told.Values);
        await worker.StopAsync().Soon();
    }

    private sealed class BrokenLog : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => throw new InvalidOperationException("a broken log");

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.Debug ? true : throw new InvalidOperationException("a broken log");

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("a broken log");
    }

    /// <summary>A service that says what becomes of it.</summary>
    private sealed class Resource : IDisposable
    {
        private readonly Told<string> told;
        private readonly int number;

        public Resource(Told<string> told)
        {
            this.told = told;
            number = told.Values.Count(value => value.StartsWith("made", StringComparison.Ordinal)) + 1;
            told.Add($"made {number}");
        }

        public void Use(string by) => told.Add($"{by} {number}");

        public void Dispose() => told.Add($"disposed {number}");
    }

    private sealed class NeedyHandler(Resource resource) : IJobHandler<Work>
    {
        public Task HandleAsync(Work job, JobContext context, CancellationToken cancellationToken)
        {
            resource.Use("used");
            return context.Attempt == 1 ? throw new IOException("so that there is a second attempt") : Task.CompletedTask;
        }
    }

    private sealed class DisposableHandler(Told<string> told, bool throws) : IJobHandler<Work>, IAsyncDisposable
    {
        public Task HandleAsync(Work job, JobContext context, CancellationToken cancellationToken)
        {
            told.Add("ran");
            return throws ? throw new IOException() : Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            told.Add("disposed");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class UndisposableHandler(string throws) : IJobHandler<Work>, IDisposable
    {
        public Task HandleAsync(Work job, JobContext context, CancellationToken cancellationToken) => throws switch
        {
            "" => Task.CompletedTask,
            "dead" => throw new JobDeadException("hopeless"),
            "cancelled" => throw new JobCancelledException("customer left"),
            "snooze" => throw new JobSnoozeException(TimeSpan.FromHours(1)),
            _ => throw new IOException("the failure"),
        };

        public void Dispose() => throw new InvalidOperationException("cannot be disposed");
    }

    private sealed class UndisposableAdder : IJobHandler<Sum, int>, IAsyncDisposable
    {
        public Task<int> HandleAsync(Sum job, JobContext context, CancellationToken cancellationToken) => Task.FromResult(job.A + job.B);

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            throw new InvalidOperationException("cannot be disposed");
        }
    }

    private sealed class Undisposable : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("cannot be disposed");
    }

    private sealed class Using(Told<string> told) : IJobMiddleware, IJobHooks
    {
        public Task ExecuteAsync(JobContext context, JobDelegate next, CancellationToken cancellationToken)
        {
            Assert.NotNull(told);
            context.Services.GetRequiredService<Resource>().Use("middleware");
            return next(context, cancellationToken);
        }

        public ValueTask OnCompletedAsync(JobContext context, CancellationToken cancellationToken)
        {
            context.Services.GetRequiredService<Resource>().Use("hook");
            return ValueTask.CompletedTask;
        }
    }
}

public sealed class ScopesOnEmbedded(Servers servers) : ScopeTests(servers, ServerKind.Embedded);

public sealed class ScopesOnRedis(Servers servers) : ScopeTests(servers, ServerKind.Redis);
