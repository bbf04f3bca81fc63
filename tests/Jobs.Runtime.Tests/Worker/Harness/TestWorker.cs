using System.Globalization;
using Jobs.Redis;
using Jobs.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>How a worker of a test is made.</summary>
internal sealed class WorkerSetup
{
    public WorkerOptions Options { get; } = new() { Queues = new() { ["q"] = 1 }, Concurrency = 10 };

    public JobHandlerTable Handlers { get; } = new();

    public ServiceCollection Services { get; } = new();

    public List<IJobMiddleware> Middleware { get; } = [];

    public List<IJobHooks> Hooks { get; } = [];

    /// <summary>In place of the log that is kept.</summary>
    public ILogger? Log { get; set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public IConnectionMultiplexer? Data { get; set; }

    public IConnectionMultiplexer? Control { get; set; }

    public WorkerSetup Handle<TJob>(Func<TJob, JobContext, CancellationToken, Task> body, params ExceptionRule[] rules) where TJob : IJob<TJob>
    {
        Handlers.Add<TJob, LambdaHandler<TJob>>(_ => new(body), needsScope: false, rules);
        return this;
    }

    /// <summary>With the codecs generated for the steps of the tests' handlers.</summary>
    public WorkerSetup Steps()
    {
        Generated.Jobs_Runtime_Tests.Handlers.Register(Handlers);
        return this;
    }

    public WorkerSetup Work(Func<Work, JobContext, CancellationToken, Task> body, params ExceptionRule[] rules) => Handle(body, rules);

    public WorkerSetup Work(Action<Work, JobContext> body, params ExceptionRule[] rules) => Handle<Work>((job, context, _) =>
    {
        body(job, context);
        return Task.CompletedTask;
    }, rules);
}

/// <summary>A whole worker, made as hosting makes it, with its log kept.</summary>
internal sealed class TestWorker : IAsyncDisposable
{
    private static int count;
    private readonly JobWorker worker;
    private readonly ServiceProvider services;
    private Task? stopped;

    public TestWorker(WorkerSetup setup, IConnectionMultiplexer data, IConnectionMultiplexer control, string prefix)
        : this(setup, data, control, prefix, new TestLog())
    {
    }

    /// <param name="setup">How it is made.</param>
    /// <param name="data">A link, with what it knows of its connection.</param>
    /// <param name="control">The same.</param>
    /// <param name="subscriber">Whose messages it hears.</param>
    /// <param name="prefix">Of its keys.</param>
    public TestWorker(WorkerSetup setup, RedisLink data, RedisLink control, IConnectionMultiplexer subscriber, string prefix)
        : this(setup, data, control, subscriber, prefix, new TestLog())
    {
    }

    private TestWorker(WorkerSetup setup, IConnectionMultiplexer data, IConnectionMultiplexer control, string prefix, TestLog log)
        : this(setup, new RedisLink(data, log, setup.Time), new RedisLink(control, log, setup.Time, RedisConnections.ControlRole), data, prefix, log)
    {
    }

    private TestWorker(WorkerSetup setup, RedisLink data, RedisLink control, IConnectionMultiplexer subscriber, string prefix, TestLog log)
        : this(setup, new JobStore(new ScriptRunner(data), prefix), new JobStore(new ScriptRunner(control), prefix), store => new RedisWakeUps((JobStore)store, new RedisLink(subscriber), setup.Time), log)
    {
    }

    /// <summary>A worker of any store.</summary>
    public TestWorker(WorkerSetup setup, IJobStore store, IWakeUps messages) : this(setup, store, store, _ => messages, new TestLog())
    {
    }

    private TestWorker(WorkerSetup setup, IJobStore store, IJobStore control, Func<IJobStore, IWakeUps> messages, TestLog log)
    {
        Log = log;
        services = setup.Services.BuildServiceProvider(validateScopes: true);
        var starter = new SlotRunnerStarter();
        Parts = new WorkerServices
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"w{Interlocked.Increment(ref count)}"),
            Store = store,
            Control = control,
            Messages = messages(store),
            Handlers = setup.Handlers,
            Scopes = services.GetRequiredService<IServiceScopeFactory>(),
            Middleware = [.. setup.Middleware],
            Hooks = [.. setup.Hooks],
            Options = setup.Options,
            Time = setup.Time,
            Log = setup.Log ?? Log,
            Jitter = static () => 0.5,
            Slots = new Slots(setup.Options.Concurrency, setup.Options.Strict) { StartRunner = starter.Start },
        };
        worker = new JobWorker(Parts, starter);
        Maintenance = new Maintenance(Parts, worker.Pumps);
        Keeper = new SessionKeeper(Parts, worker.Pumps);
    }

    public WorkerServices Parts { get; }

    public TestLog Log { get; }

    public Maintenance Maintenance { get; }

    /// <summary>Renews as the worker's own does, but when the test says so.</summary>
    public SessionKeeper Keeper { get; }

    public QueuePump Pump => worker.Pumps[0];

    public string Session => Pump.Session.Id;

    public TestWorker Start()
    {
        worker.Start();
        return this;
    }

    /// <summary>All its queues are joined.</summary>
    public Task ReadyAsync() => Log.SeenAsync(LogIds.SessionOpened, worker.Pumps.Count);

    /// <summary>Stops it; whatever it has finished is then told.</summary>
    public Task StopAsync(CancellationToken hurry = default) => stopped ??= worker.StopAsync(hurry);

    /// <summary>As a host does that is disposed without having been stopped.</summary>
    public ValueTask DisposeServicesAsync() => services.DisposeAsync();

    /// <summary>One pass of upkeep; answers how long until the next.</summary>
    public Task<TimeSpan> MaintainAsync() => Maintenance.RunOnceAsync(Pump);

    public async ValueTask DisposeAsync()
    {
        var stopping = StopAsync(new CancellationToken(canceled: true));
        while (Parts.Time is FakeTimeProvider clock && !stopping.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1)); // handlers that a failed test left behind
            await Task.Yield();
        }
        await stopping.Soon();
        Keeper.Dispose();
        Maintenance.Dispose();
        worker.Dispose();
        await services.DisposeAsync();
    }
}
