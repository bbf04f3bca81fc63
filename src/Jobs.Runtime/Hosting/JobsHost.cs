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
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    private readonly ILogger log = instance.Logs.CreateLogger("Jobs.Hosting");
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource down = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkerHandle? worker;
    private Task beginning = Task.CompletedTask;
    private Task publishing = Task.CompletedTask;

    /// <summary>Ends when checks are through and the worker runs, or when they have failed.</summary>
    internal Task Beginning => beginning;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        instance.Services.GetRequiredService<UngeneratedTypes>().Report(log);
        if (instance.HasWorker)
        {
            StartupChecks.Handlers(instance.Handlers, WorkerOptionsOf(instance), log);
        }

        beginning = BeginAsync();
        var first = await Task.WhenAny(beginning, down.Task, Task.Delay(Patience, instance.Time, cancellationToken)).ConfigureAwait(false);
        if (first == beginning)
        {
            await beginning.ConfigureAwait(false); // a failed check fails the start
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        log.StartsWithoutRedis(instance.Connections.Data.LastFailure);
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
        var server = await AnswerAsync().ConfigureAwait(false);
        log.RedisAnswers(server.Version);
        StartupChecks.Connection(await instance.Connections.Data.GetAsync().ConfigureAwait(false), instance.Connections.AreOwned);
        StartupChecks.Server(server, instance.Options, log);
        if (instance.HasWorker)
        {
            worker = await WorkerHandle.StartAsync(instance).ConfigureAwait(false);
            publishing = new ManifestPublisher(new ManifestStore(instance.Store, instance.Connections.Data), instance.Handlers, instance.Time, log).RunAsync(stopping.Token);
        }

        var connection = await instance.Connections.Data.GetAsync().ConfigureAwait(false);
        await StartupChecks.LogPersistenceAsync(server, connection.GetDatabase(), log).ConfigureAwait(false);
    }

    /// <summary>Asks until there is an answer.</summary>
    /// <exception cref="InvalidOperationException">Redis refuses to talk, and will again.</exception>
    private async Task<ServerInfo> AnswerAsync()
    {
        while (true)
        {
            try
            {
                if (await ConnectedAsync().WaitAsync(stopping.Token).ConfigureAwait(false))
                {
                    var ready = Task.WhenAll(instance.Data.ReadyAsync().AsTask(), instance.HasWorker ? instance.Control.ReadyAsync().AsTask() : Task.CompletedTask);
                    await ready.WaitAsync(stopping.Token).ConfigureAwait(false);
                    return instance.Data.Server!;
                }
            }
            catch (Exception e) when (RedisFault.Classify(e) == FaultKind.Refused || RedisFault.IsAuthentication(e))
            {
                throw new InvalidOperationException($"Redis refuses this application ({RedisFault.Summary(e)}). {RedisFault.NextStep(e)}", e);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.AskedInVain(e);
                down.TrySetResult();
            }

            await Task.Delay(AskAgain, instance.Time, stopping.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Whether there is a connection. A server that cannot be reached may come; one that does not know the password is a mistake.</summary>
    private async Task<bool> ConnectedAsync()
    {
        var link = instance.Connections.Data;
        var control = instance.HasWorker ? instance.Connections.Control.GetAsync().AsTask() : Task.CompletedTask; // side by side: a start waits for both
        await Task.WhenAll(link.GetAsync().AsTask(), control).ConfigureAwait(false);
        if (link.IsConnected)
        {
            return true;
        }

        if (link.LastFailure is { } failure)
        {
            if (RedisFault.IsAuthentication(failure))
            {
                throw failure;
            }

            down.TrySetResult();
        }

        return false;
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
