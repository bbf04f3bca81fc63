using Jobs.Inspection;
using Jobs.Redis;
using Jobs.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Hosting;

/// <summary>Starts and stops an instance with the host. A Redis that is down stops no host: checks and worker follow when it first answers.</summary>
/// <remarks>Starts once and stops once, in whatever order and however often it is called. All instances of a host stop taking jobs before any service of it
/// is stopped, and end what they run side by side.</remarks>
internal sealed class JobsHost(JobsInstance instance) : IHostedLifecycleService, IDisposable, IAsyncDisposable
{
    /// <summary>A start waits so long at most: for the first attempt to connect (3 s) and, where that succeeds, for an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ILogger log = new QuietLog(instance.Logs.CreateLogger("Jobs.Hosting"));
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly FirstAnswer asking = new(instance, new QuietLog(instance.Logs.CreateLogger("Jobs.Hosting")));
    private readonly CancellationTokenSource hurry = new();
    private WorkerHandle? worker;
    private Task? beginning;
    private Task<Task>? ending; // ends when nothing is taken any more, its result when all is through
    private Task publishing = Task.CompletedTask;

    /// <summary>Ends when checks are through and the worker runs, or when they have failed.</summary>
    internal Task Beginning => beginning ?? Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="InvalidOperationException">It has been stopped, or it cannot work.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var isFirstCall = TryBegin();
        var first = await Task.WhenAny(Beginning, asking.Down, Task.Delay(Patience, instance.Time, cancellationToken)).ConfigureAwait(false);
        if (first == Beginning)
        {
            await Beginning.ConfigureAwait(false); // a failed check fails the start
            return;
        }

        if (cancellationToken.IsCancellationRequested)
        {
            await stopping.CancelAsync().ConfigureAwait(false); // a host that was not started stops nothing
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (isFirstCall)
        {
            var why = asking.Failure;
            log.StartsWithoutRedis(why, why is null ? "it has not answered in time" : RedisFault.Summary(why), why is null ? "" : RedisFault.NextStep(why));
            _ = StopHostIfItFailsAsync();
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stops taking jobs. Does not wait for those that run: other instances are to stop taking too.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _ = cancellationToken.UnsafeRegister(static hurry => ((CancellationTokenSource)hurry!).Cancel(), hurry);
        return EndAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await StoppingAsync(cancellationToken).ConfigureAwait(false);
        await (await EndAsync().ConfigureAwait(false)).ConfigureAwait(false);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A container that is disposed of without waiting does the same, waiting here.</summary>
    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();

    /// <summary>Where nobody has stopped it (another service failed the start; a test) it is stopped in a hurry: what runs has a second to return, and all goes back to its queue.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        worker?.Dispose();
    }

    internal static WorkerOptions WorkerOptionsOf(JobsInstance instance) =>
        instance.Services.GetRequiredService<IOptionsMonitor<WorkerOptions>>().Get(instance.Name);

    /// <returns>False: it was begun before.</returns>
    private bool TryBegin()
    {
        lock (gate)
        {
            if (ending is not null)
            {
                throw new InvalidOperationException("This host of Jobs has been stopped and does not start again. Build a new host.");
            }

            if (beginning is not null)
            {
                return false;
            }

            StartupChecks.Configuration(instance, log);
            instance.Services.GetRequiredService<UngeneratedTypes>().Report(log);
            if (instance.HasWorker)
            {
                StartupChecks.Handlers(instance.Handlers, WorkerOptionsOf(instance), log);
            }

            beginning = Detached.Start(() => Task.Run(BeginAsync));
            return true;
        }
    }

    private Task<Task> EndAsync()
    {
        lock (gate)
        {
            return ending ??= EndOnceAsync();
        }
    }

    private async Task<Task> EndOnceAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Beginning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return DrainAsync();
    }

    private async Task DrainAsync()
    {
        if (worker is not null)
        {
            await worker.StopAsync(hurry.Token).ConfigureAwait(false);
        }

        await publishing.WaitAsync(hurry.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // a Redis that is away holds no stop up
    }

    private async Task BeginAsync()
    {
        var answer = await asking.AskAsync(stopping.Token).ConfigureAwait(false);
        var server = answer.Server;
        log.RedisAnswers(server.Version);
        StartupChecks.Connection(instance.Connections.Data);
        StartupChecks.Rights(instance, answer, log);
        StartupChecks.Server(server, instance.Options, log);
        stopping.Token.ThrowIfCancellationRequested();
        if (instance.HasWorker)
        {
            worker = await WorkerHandle.StartAsync(instance).ConfigureAwait(false);
            publishing = new ManifestPublisher(new ManifestStore(instance.Store.Manifests), instance.Handlers, instance.Time, log).RunAsync(stopping.Token);
        }

        await LogPersistenceAsync(server).WaitAsync(stopping.Token).ConfigureAwait(false);
    }

    /// <summary>Only a log line: the worker runs by now, and must not fail for it.</summary>
    private async Task LogPersistenceAsync(ServerInfo server)
    {
        try
        {
            await StartupChecks.LogPersistenceAsync(server, () => ServerInfo.AppendFsyncAsync(instance.Connections.Data), log).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            log.PersistenceUnknown(e);
        }
    }

    private void StopHost()
    {
        try
        {
            instance.Services.GetService<IHostApplicationLifetime>()?.StopApplication();
        }
        catch (ObjectDisposedException)
        {
            // It has been disposed meanwhile.
        }
    }

    private async Task StopHostIfItFailsAsync()
    {
        try
        {
            await Beginning.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            log.CannotWork(e);
            StopHost();
        }
    }
}
