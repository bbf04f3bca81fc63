using Jobs.Faults.Checking.Invariants;
using Jobs.Faults.Running;
using Jobs.Faults.Storm;

namespace Jobs.Faults.Scenarios;

/// <summary>Everything at once: workers are killed and paused, Redis is killed and stays away, connections are reset, replies are lost.</summary>
internal sealed class StormScenario(string name, string shows, StormPlan plan, bool byName = false) : IScenario
{
    public string Name => name;

    public string Shows => shows;

    public bool ByName => byName;

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        for (var i = 0; i < plan.OtherWorkers; i++)
        {
            stage.StartWorker(Roles.Worker, plan.WorkerArguments);
        }

        var told = await new StormRound(stage, plan, report).PlayAsync();
        report.Require(told > 0 || plan.WorkerPauses == 0, "no worker was ever told that its session is over, so nothing was refused");
        await Leaking.CheckAsync(stage, report);
    }
}
