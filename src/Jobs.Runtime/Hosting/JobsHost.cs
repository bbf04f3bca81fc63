using Jobs.Inspection;
using Jobs.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Hosting;

/// <summary>Starts and stops an instance with the host. A Redis that is down stops no host: checks and worker follow when it first answers.</summary>
internal sealed class JobsHost(JobsInstance instance) : IHostedService, IDisposable
{
    /// <summary>A start waits so long at most: for the first attempt to connect (3 s) and, where that succeeds, for an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ILogger log = instance.Logs.CreateLogger("Jobs.Hosting");
    private readonly CancellationTokenSource stopping = new();
    private readonly FirstAnswer asking = new(instance, instance.Logs.CreateLogger("Jobs.Hosting"));
    private WorkerHandle? worker;
    private Task beginning = Task.CompletedTask;
    private Task publishing = Task.CompletedTask;

    /// <summary>Ends when checks are through and the worker runs, or when they have failed.</summary>
    internal Task Beginning => beginning;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        StartupChecks.Configuration(instance, log);
        instance.Services.GetRequiredService<UngeneratedTypes>().Report(log);
        if (instance.HasWorker)
        {
            StartupChecks.Handlers(instance.Handlers, WorkerOptionsOf(instance), log);
        }

        beginning = BeginAsync();
        var first = await Task.WhenAny(beginning, asking.Down, Task.Delay(Patience, instance.Time, cancellationToken)).ConfigureAwait(false);
        if (first == beginning)
        {
            await beginning.ConfigureAwait(false); // a failed check fails the start
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        var why = asking.Failure;
        log.StartsWithoutRedis(why, why is null ? "it has not answered in time" : RedisFault.Summary(why), why is null ? "" : RedisFault.NextStep(why));
        _ = StopHostIfItFailsAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await beginning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (worker is not null)
        {
            await worker.StopAsync(cancellationToken).ConfigureAwait(false);
        }

        await publishing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // a Redis that is away holds no stop up
    }

    public void Dispose()
    {
        stopping.Cancel();
        worker?.Dispose();
        stopping.Dispose();
    }

    internal static WorkerOptions WorkerOptionsOf(JobsInstance instance) =>
        instance.Services.GetRequiredService<IOptionsMonitor<WorkerOptions>>().Get(instance.Name);

    private async Task BeginAsync()
    {
        var answer = await asking.AskAsync(stopping.Token).ConfigureAwait(false);
        var server = answer.Server;
        log.RedisAnswers(server.Version);
        var connection = await instance.Connections.Data.GetAsync().ConfigureAwait(false);
        StartupChecks.Connection(connection, instance.Connections.AreOwned);
        StartupChecks.Rights(instance, answer, connection, log);
        StartupChecks.Server(server, instance.Options, log);
        if (instance.HasWorker)
        {
            worker = await WorkerHandle.StartAsync(instance).ConfigureAwait(false);
            publishing = new ManifestPublisher(new ManifestStore(instance.Store, instance.Connections.Data), instance.Handlers, instance.Time, log).RunAsync(stopping.Token);
        }

        await StartupChecks.LogPersistenceAsync(server, connection.GetDatabase(), log).ConfigureAwait(false);
    }

    private async Task StopHostIfItFailsAsync()
    {
        try
        {
            await beginning.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            log.CannotWork(e);
            instance.Services.GetService<IHostApplicationLifetime>()?.StopApplication();
        }
    }
}
