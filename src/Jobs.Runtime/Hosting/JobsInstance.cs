using Jobs.Client;
using Jobs.Redis;
using Jobs.Store;
using Jobs.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Jobs.Hosting;

/// <summary>The parts of one instance, put together when first asked for. Nothing here connects: that is for the host's start, or the first call.</summary>
internal sealed class JobsInstance : IDisposable, IAsyncDisposable
{
    private readonly Lazy<JobHandlerTable> handlers;
    private readonly Lazy<IJobMiddleware[]> middleware;
    private readonly Lazy<IJobHooks[]> hooks;
    private readonly ClientParts client;

    /// <exception cref="InvalidOperationException">No Redis is named.</exception>
    /// <exception cref="OptionsValidationException">An option is not usable.</exception>
    public JobsInstance(IServiceProvider services, string name)
    {
        Name = name;
        Services = services;
        Options = services.GetRequiredService<IOptionsMonitor<JobsOptions>>().Get(name);
        Time = services.GetRequiredService<TimeProvider>();
        Logs = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        HasWorker = services.GetKeyedService<WorkerRegistration>(name) is not null;
        var source = services.GetKeyedService<RedisSource>(name) ?? RedisSource.Default(name);
        Connections = source.Open(services, Options, Logs.CreateLogger("Jobs.Redis"));
        if (HasWorker && Connections.AreOwned)
        {
            RedisConnections.UseDedicatedThreads();
        }

        var layout = new StoreLayout(Options.Prefix, Time, Logs.CreateLogger("Jobs.Redis"));
        Data = new ScriptRunner(Connections.Data, layout);
        Control = Connections.Control == Connections.Data ? Data : new ScriptRunner(Connections.Control, layout);
        Layout = new LayoutWatch([Data, Control], Time, Logs.CreateLogger("Jobs.Redis"));
        Store = new JobStore(Data, Options.Prefix);
        ControlStore = new JobStore(Control, Options.Prefix);
        Messages = new RedisWakeUps(Store, Connections.Data, Time);
        handlers = new(FillTable);
        middleware = new(() => [.. name.Length == 0 ? services.GetServices<IJobMiddleware>() : services.GetKeyedServices<IJobMiddleware>(name)]);
        hooks = new(() => [.. name.Length == 0 ? services.GetServices<IJobHooks>() : services.GetKeyedServices<IJobHooks>(name)]);
        client = new ClientParts(
            Store, Messages, new ClientSettings(Options.EnqueueTimeout, Options.MaxJobBytes), () => Middleware, Time, Logs.CreateLogger("Jobs.Client"), TellCancelledAsync);
    }

    public string Name { get; }

    public IServiceProvider Services { get; }

    public JobsOptions Options { get; }

    public bool HasWorker { get; }

    /// <summary>What this process is to Redis.</summary>
    public JobsRole Role => HasWorker ? JobsRole.Worker : JobsRole.Producer;

    public TimeProvider Time { get; }

    public ILoggerFactory Logs { get; }

    public RedisConnections Connections { get; }

    public ScriptRunner Data { get; }

    public ScriptRunner Control { get; }

    /// <summary>Whether the keys are laid out as this version knows them, for tests.</summary>
    internal LayoutWatch Layout { get; }

    public JobStore Store { get; }

    public JobStore ControlStore { get; }

    /// <summary>What the client is told of.</summary>
    public RedisWakeUps Messages { get; }

    public IJobClient Client => client.Client;

    /// <summary>The client with its parts, for tests.</summary>
    internal ClientParts Parts => client;

    public KnownQueues Queues => client.Queues;

    public JobHandlerTable Handlers => handlers.Value;

    /// <summary>Made at the first enqueue or the worker's start, not with the client: middleware may take the client.</summary>
    public IJobMiddleware[] Middleware => middleware.Value;

    public IJobHooks[] Hooks => hooks.Value;

    /// <summary>A container that is disposed of without waiting does the same, waiting here.</summary>
    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        Layout.Dispose();
        await Connections.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A job that waited is ended by whoever cancels it, so its hooks are told here. A client that is never asked to cancel makes none.</summary>
    private ValueTask TellCancelledAsync(JobId id, string queue, StoredJob stored)
    {
        if (Hooks.Length == 0)
        {
            return default;
        }

        var log = new QuietLog(Logs.CreateLogger("Jobs.Client"));
        var jobs = new UnrunJobs(new HookCaller(Hooks, log, CancellationToken.None), Handlers, Services.GetRequiredService<IServiceScopeFactory>(), log);
        return jobs.TellAsync(id, queue, stored.Envelope, stored.Run, RunEnd.Cancelled);
    }

    private JobHandlerTable FillTable()
    {
        var table = new JobHandlerTable();
        foreach (var registration in Services.GetKeyedServices<HandlerRegistration>(Name))
        {
            registration.Register(table);
        }

        return table;
    }
}
