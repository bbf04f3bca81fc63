using System.CommandLine;
using Jobs.Faults;
using Jobs.Faults.Running;
using Jobs.Faults.Scenarios;
using Jobs.Faults.Storm;

IScenario[] scenarios =
[
    new NativeScenario(), new KillWorkerScenario(), new RestartRedisScenario(), new OutageScenario(), new PauseWorkerScenario(),
    new ClusterScenario(), new FullMemoryScenario(), new LoadingScenario(), new FlushScriptsScenario(), new KillClientsScenario(),
    new StormScenario("squall", "all faults at once, for two minutes", StormPlan.Small),
    new StormScenario("storm", "all faults at once, 200,000 jobs: what docs/guarantees.md is about", StormPlan.Full),
];

var name = new Argument<string>("scenario") { Description = "all, or one of:\n" + string.Join('\n', scenarios.Select(s => $"{s.Name}: {s.Shows}")) };
name.AcceptOnlyFromAmong([.. scenarios.Select(s => s.Name), "all"]);
var seed = new Option<int?>("--seed") { Description = "Decides whom a fault hits and when. Without it, a new one is taken and printed." };

var keep = new Option<bool>("--keep") { Description = "Keep journals and logs although all held." };

var command = new RootCommand("Runs native workers against a Redis, breaks something in the middle, and holds what they wrote down against what Redis holds.") { name, seed, keep };
command.SetAction(async (parsed, stopping) =>
{
    var asked = parsed.GetValue(name);
    var chosen = parsed.GetValue(seed) ?? Random.Shared.Next(1, 1_000_000);
    var binary = new AotBinary();
    var failed = 0;
    foreach (var scenario in scenarios.Where(s => asked == "all" || asked == s.Name))
    {
        var report = new Report(scenario.Name, chosen, parsed.GetValue(keep), stopping);
        try
        {
            await scenario.RunAsync(report, binary);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            report.Require(false, e is TimeoutException ? e.Message : e.ToString());
        }

        failed += report.Conclude() ? 0 : 1;
    }

    return failed == 0 ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
