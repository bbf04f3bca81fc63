using Jobs.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jobs.Worker;

/// <summary>What the parts of one worker share.</summary>
internal sealed class WorkerServices
{
    private Backoff? backoff;

    /// <summary>Begins the names of its sessions.</summary>
    public required string Id { get; init; }

    public required IJobStore Store { get; init; }

    /// <summary>The same operations over the control connection, which no large reply holds up.</summary>
    public required IJobStore Control { get; init; }

    /// <summary>What wakes its sessions.</summary>
    public required IWakeUps Messages { get; init; }

    public required JobHandlerTable Handlers { get; init; }

    public required IServiceScopeFactory Scopes { get; init; }

    public required IJobMiddleware[] Middleware { get; init; }

    public required IJobHooks[] Hooks { get; init; }

    public required WorkerOptions Options { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init => field = new QuietLog(value); }

    /// <summary>Random numbers from 0 up to 1; fixed in tests.</summary>
    public required Func<double> Jitter { get; init; }

    public required Slots Slots { get; init; }

    /// <summary>Raised when the worker begins to stop.</summary>
    public CancellationTokenSource SoftStop { get; } = new();

    /// <summary>Raised when its time for stopping has run out.</summary>
    public CancellationTokenSource HardStop { get; } = new();

    /// <summary>Tells the hooks.</summary>
    public HookCaller HookCaller => field ??= new HookCaller(Hooks, Log, HardStop.Token);

    /// <summary>Tells the hooks of jobs that end without an attempt.</summary>
    public UnrunJobs UnrunJobs => field ??= new UnrunJobs(HookCaller, Handlers, Scopes, Log);

    /// <summary>Whether a failure comes of a container that was disposed while the worker runs. Then the worker takes no more: nothing could run.</summary>
    /// <returns>What to judge instead of it; null: it is the application's own.</returns>
    public ServicesGoneException? ServicesAreGone(Exception error)
    {
        if (Cause.Of(error) is not (ObjectDisposedException or ServicesGoneException))
        {
            return null;
        }

        try
        {
            Scopes.CreateScope().Dispose();
            return null;
        }
        catch (ObjectDisposedException e)
        {
            if (Slots.Close())
            {
                Log.ServicesGone(e);
            }

            return new ServicesGoneException(e);
        }
    }

    /// <summary>Waits longer after each failure in a row, spread so that workers do not come back all at once.</summary>
    public Task BackoffAsync(int failures, CancellationToken cancellationToken) =>
        (backoff ??= new Backoff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2), Time, Jitter)).WaitAsync(failures, cancellationToken);

    public IEnumerable<RunningJob> RunningOf(QueuePump pump) => Slots.Snapshot().Where(running => running.Pump == pump);

    public void CancelRunning(QueuePump pump, JobId[] ids)
    {
        foreach (var running in RunningOf(pump))
        {
            if (ids.Contains(running.Job.Id))
            {
                running.Cancel(StopReason.Cancelled);
            }
        }
    }
}
