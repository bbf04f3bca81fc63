using System.Diagnostics;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Storm;

/// <summary>Kills one worker and starts it again, or has it stand still for longer than a session, time and again.</summary>
/// <remarks>Several run at once, each with a worker of its own, so that several workers are away at the same time.</remarks>
internal sealed class WorkerHavoc(Stage stage, StormPlan plan, Random random, int kills, int pauses)
{
    /// <summary>Beyond a session: long enough that another worker notices, who may have to follow the paused one in seeing to the queue first, or to hear Redis
    /// for a whole session after an outage.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(7);

    public async Task RunAsync(CancellationToken ct)
    {
        var deeds = Enumerable.Repeat(true, kills).Concat(Enumerable.Repeat(false, pauses)).ToArray();
        random.Shuffle(deeds);
        var worker = stage.StartWorker(Roles.Worker, plan.WorkerArguments);
        foreach (var kill in deeds)
        {
            await Task.Delay(plan.Gap(random, deeds.Length, pauses * (plan.Session + (MaxPause / 2))), ct);
            worker = kill ? await KillAsync(worker, ct) : await PauseAsync(worker, ct);
        }
    }

    private async Task<WorkerProcess> KillAsync(WorkerProcess worker, CancellationToken ct)
    {
        var at = await worker.KillAsync();
        stage.Faults.Add(FaultKind.WorkerKill, at, at, worker.Id);
        await Task.Delay(random.Next(0, 1000), ct);
        return stage.StartWorker(Roles.Worker, plan.WorkerArguments);
    }

    private async Task<WorkerProcess> PauseAsync(WorkerProcess worker, CancellationToken ct)
    {
        var from = Stopwatch.GetTimestamp();
        worker.Pause();
        await Task.Delay(plan.Session + (MaxPause * (0.4 + (0.6 * random.NextDouble()))), ct);
        worker.Resume();
        stage.Faults.Add(FaultKind.WorkerPause, from, worker.Id);
        return worker;
    }
}
