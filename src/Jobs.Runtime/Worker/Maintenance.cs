namespace Jobs.Worker;

/// <summary>Sees to each queue by itself, so that one whose Redis does not answer holds up no other, and reports handlers that ignore their token.</summary>
internal sealed class Maintenance : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly WorkerServices worker;
    private readonly Dictionary<QueuePump, QueueUpkeep> queues;

    public Maintenance(WorkerServices worker, IReadOnlyList<QueuePump> pumps)
    {
        this.worker = worker;
        var kinds = new RunnableKinds(worker.Handlers, JobEnvelope.NeedsMet);
        queues = pumps.ToDictionary(pump => pump, pump => new QueueUpkeep(worker, pump, kinds));
    }

    public Task RunAsync(CancellationToken stopping) =>
        Task.WhenAll(queues.Values.Select(queue => queue.RunAsync(stopping)).Append(WatchHandlersAsync(stopping)));

    /// <summary>One pass over one queue.</summary>
    internal Task<TimeSpan> RunOnceAsync(QueuePump pump) => queues[pump].RunOnceAsync();

    public void Dispose()
    {
        foreach (var queue in queues.Values)
        {
            queue.Dispose();
        }
    }

    /// <summary>Reports each handler that ignores its token once.</summary>
    internal void ReportDeafHandlers()
    {
        foreach (var running in worker.Slots.Snapshot())
        {
            if (running.StoppedAt != 0
                && worker.Time.GetElapsedTime(running.StoppedAt) > worker.Options.CancellationGrace
                && running.TryReport())
            {
                worker.Log.HandlerIgnoresToken(running.Job.Id, running.Pump.Queue.Queue, running.Stop, worker.Options.CancellationGrace);
            }
        }
    }

    private async Task WatchHandlersAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, worker.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                ReportDeafHandlers();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }
}
