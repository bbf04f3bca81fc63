using Jobs.Redis;

namespace Jobs.Worker;

/// <summary>Gives the jobs of dead workers back to their queues, forgets jobs whose retention has ended, and reports handlers that ignore their token.</summary>
/// <remarks>Runs in every worker. Two passes at once are harmless: each step takes only what is still there.</remarks>
internal sealed class Maintenance(WorkerServices worker, IReadOnlyList<QueuePump> pumps)
{
    private const int SweepBatch = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private bool failing; // the last pass did

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, worker.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                ReportDeafHandlers();
                foreach (var pump in pumps)
                {
                    await RunOnceAsync(pump, stopping).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>One pass over one queue, in bounded steps. Ended between two of them, it is gone on with by whoever comes next.</summary>
    internal async Task RunOnceAsync(QueuePump pump, CancellationToken stopping = default)
    {
        try
        {
            if (pump.Session.MayRecover)
            {
                await RecoverAsync(pump, stopping).ConfigureAwait(false);
            }

            if (pump.Session.IsOpen)
            {
                while (!stopping.IsCancellationRequested && await worker.Store.SweepAsync(pump.Queue, SweepBatch).ConfigureAwait(false) == SweepBatch)
                {
                }
            }

            worker.Store.Answered(pump.Queue, QueueCall.Upkeep);
            failing = false;
        }
        catch (Exception e)
        {
            worker.Log.MaintenanceFailed(failing ? null : e, pump.Queue.Queue, RedisFault.Summary(e)); // the next tick tries again
            worker.Store.Notice(e, pump.Queue, QueueCall.Upkeep);
            failing = true;
        }
    }

    private async Task RecoverAsync(QueuePump pump, CancellationToken stopping)
    {
        var step = RecoverStep.Start;
        do
        {
            step = await worker.Store.RecoverAsync(pump.Queue, step, worker.Options.MaxRecoveries).ConfigureAwait(false);
            if (step.Recovered.Length > 0)
            {
                worker.Log.Recovered(step.Recovered.Length, pump.Queue.Queue, string.Join(", ", step.Sessions));
            }

            foreach (var id in step.Quarantined)
            {
                worker.Log.Quarantined(id, pump.Queue.Queue, worker.Options.MaxRecoveries);
            }

            TellHooks(pump, step);
        }
        while (!step.IsLast && !stopping.IsCancellationRequested);
    }

    /// <summary>In the background: a hook that hangs must hold no recovery up.</summary>
    private void TellHooks(QueuePump pump, RecoverStep step)
    {
        _ = worker.UnrunJobs.TellAsync(worker.Store, pump.Queue, step.Cancelled, VerdictKind.Cancelled);
        _ = worker.UnrunJobs.TellAsync(worker.Store, pump.Queue, step.Quarantined, VerdictKind.Dead, () => new JobDeadException(
            $"The worker that ran it died, more than {worker.Options.MaxRecoveries} times: the job is quarantined."));
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
}
