using Microsoft.Extensions.Logging;

namespace Jobs.Worker;

/// <summary>A worker: its pumps, its session keeper and its maintenance, started and stopped together.</summary>
/// <remarks>Starting does not wait for Redis; stopping drains, then cancels, then gives back.</remarks>
internal sealed class JobWorker : IDisposable
{
    /// <summary>What handlers get to return in when the host has no time left: most do within it, and their outcome counts.</summary>
    private static readonly TimeSpan HurriedGrace = TimeSpan.FromSeconds(1);

    /// <summary>For the turns that give back what is left.</summary>
    private static readonly TimeSpan LastTurn = TimeSpan.FromSeconds(2);

    private readonly WorkerServices worker;
    private readonly QueuePump[] pumps;
    private readonly SessionKeeper keeper;
    private readonly Maintenance maintenance;
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource abort = new();
    private readonly LeftBehind leftBehind;
    private Task[] loops = [];
    private Task? stopped;

    public JobWorker(WorkerServices worker, SlotRunnerStarter starter)
    {
        this.worker = worker;
        leftBehind = new LeftBehind(worker, worker.HookCaller);
        starter.Runner = new SlotRunner(worker, new JobRunner(worker));
        pumps = Detached.Start<QueuePump[]>(() => [.. worker.Options.Queues.OrderByDescending(q => q.Value).ThenBy(q => q.Key, StringComparer.Ordinal)
            .Select((queue, i) => new QueuePump(worker, queue.Key, queue.Value))]); // each has a timer
        foreach (var pump in pumps)
        {
            worker.Slots.Add(pump.Share);
        }

        keeper = new SessionKeeper(worker, pumps);
        maintenance = new Maintenance(worker, pumps);
    }

    public IReadOnlyList<QueuePump> Pumps => pumps;

    /// <summary>Starts all of it, outside of the flow of control of whoever calls: activity, culture and log scopes of its start are not those of a worker's whole life.</summary>
    public void Start()
    {
        worker.Log.WorkerStarts(worker.Id, worker.Options.Concurrency, string.Join(", ", worker.Options.Queues.Select(q => $"{q.Key}={q.Value}")));
        keeper.Start();
        loops = Detached.Start(() => pumps.Select(pump => Task.Run(() => RunAsync(pump))).Append(Task.Run(() => maintenance.RunAsync(stopping.Token))).ToArray());
    }

    /// <summary>Stops it, once: whoever calls again is given the same stop. When the call returns, nothing is taken or started any more.</summary>
    /// <param name="hurry">The host does not wait any longer.</param>
    public Task StopAsync(CancellationToken hurry) => stopped ??= StopOnceAsync(hurry);

    private async Task StopOnceAsync(CancellationToken hurry)
    {
        worker.Slots.Close();
        Raise(worker.SoftStop);
        Raise(stopping);
        foreach (var pump in pumps)
        {
            pump.Drain();
        }

        var all = Task.WhenAll(loops);
        if (!await EndsWithinAsync(all, worker.Options.ShutdownTimeout, hurry).ConfigureAwait(false))
        {
            Interrupt();
            var (grace, patience) = hurry.IsCancellationRequested ? (HurriedGrace, CancellationToken.None) : (worker.Options.CancellationGrace, hurry);
            if (!await EndsWithinAsync(all, grace, patience).ConfigureAwait(false))
            {
                await EndsWithinAsync(Task.WhenAll(worker.Slots.Snapshot().Select(job => leftBehind.GiveUpAsync(job).AsTask()).Append(all)), LastTurn, CancellationToken.None).ConfigureAwait(false);
            }
        }

        Raise(abort); // Redis does not answer: what is not told by now is left to recovery
        keeper.Dispose();
        worker.Log.WorkerStopped(worker.Id, worker.Slots.Running);
    }

    /// <summary>Where nobody has stopped it, it takes no more, lets go of what it holds and renews nothing: other workers recover that.</summary>
    public void Dispose()
    {
        if (stopped is null)
        {
            stopped = Task.CompletedTask;
            worker.Slots.Close();
            Raise(worker.SoftStop);
            Raise(worker.HardStop);
            Raise(stopping);
            Raise(abort);
            keeper.Dispose();
        }

        foreach (var pump in pumps)
        {
            pump.Dispose();
        }

        stopping.Dispose();
        abort.Dispose();
    }

    private async Task RunAsync(QueuePump pump)
    {
        try
        {
            await pump.RunAsync(abort.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            worker.Log.LoopFailed(e);
            pump.Session.Lose(); // not renewed any more, so that other workers get what it holds
        }
    }

    private async Task<bool> EndsWithinAsync(Task all, TimeSpan time, CancellationToken hurry)
    {
        try
        {
            await all.WaitAsync(time, worker.Time, hurry).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !all.IsCompleted)
        {
            return false;
        }
        catch (Exception e)
        {
            worker.Log.LoopFailed(e);
        }

        return true;
    }

    /// <summary>The token is raised when this returns. What handlers have registered on it runs on other threads: it may block or throw.</summary>
    private void Raise(CancellationTokenSource source) =>
        _ = source.CancelAsync().ContinueWith(
            static (callbacks, log) => ((ILogger)log!).CallbackFailed(callbacks.Exception!.InnerException!),
            worker.Log, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private void Interrupt()
    {
        Raise(worker.HardStop);
        var running = worker.Slots.Snapshot();
        worker.Log.Interrupting(running.Count);
        foreach (var job in running)
        {
            job.Cancel(StopReason.Shutdown);
        }
    }
}

/// <summary>Lets <see cref="Slots"/> start runners that themselves need the slots.</summary>
internal sealed class SlotRunnerStarter
{
    public SlotRunner? Runner { get; set; }

    public void Start() => Runner?.Start();
}
