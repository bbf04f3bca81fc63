using System.CommandLine;
using Jobs.Faults;
using Jobs.Faults.Running;
using Jobs.Faults.Scenarios;
using Jobs.Faults.SlowLinks;
using Jobs.Faults.Storm;

var binary = new AotBinary();
var soak = new SoakScenario();
IScenario[] scenarios = null!;
scenarios =
[
    new NativeScenario(binary), new KillWorkerScenario(), new RestartRedisScenario(), new OutageScenario(), new PauseWorkerScenario(),
    new ClusterScenario(), new FullMemoryScenario(), new LoadingScenario(), new FlushScriptsScenario(), new KillClientsScenario(),
    new ShortPauseScenario(), new CutOffScenario(), new AllDownScenario(), new GracefulStopScenario(),
    new GcStormScenario(), new PoisonPillScenario(), new ClockJumpScenario(), new RunawayScenario(), new EverySecondScenario(), new LostWakeUpsScenario(), new BusyScenario(), new LeastRightsScenario(), new HerdScenario(), new MixedRepliesScenario(),
    new SlowLinkScenario("slow-links", SlowLinkCell.Few, byName: true), new SlowLinkScenario("slow-links-all", SlowLinkCell.All, byName: true),
    soak, new MutantsScenario(asked => scenarios!.Single(one => one.Name == asked)), new HangfireScenario(),
    new StormScenario("lost-replies", "100 requests of workers and producers are done and never answered: nothing is lost, nothing runs twice for it", StormPlan.LostRepliesOnly),
    new StormScenario("resets", "300 connections are reset", StormPlan.ResetsOnly, byName: true),
    new StormScenario("redis-kills", "Redis is killed 50 times, append-only file always", StormPlan.RedisKillsOnly, byName: true),
    new StormScenario("serial-killer", "200 workers are killed, 100,000 jobs", StormPlan.WorkerKillsOnly, byName: true),
    new StormScenario("squall", "all faults at once, for two minutes", StormPlan.Small),
    new StormScenario("storm", "all faults at once, 200,000 jobs: what docs/guarantees.md is about", StormPlan.Full, byName: true),
];

var name = new Argument<string>("scenario") { Description =
    "all: everything that runs with every change; list: the names of those; or one of:\n"
    + string.Join('\n', scenarios.Select(s => $"{s.Name}{(s.ByName ? " (by name)" : "")}: {s.Shows}")) };
name.AcceptOnlyFromAmong([.. scenarios.Select(s => s.Name), "all", "list"]);
var seed = new Option<int?>("--seed") { Description = "Decides whom a fault hits and when. Without it, a new one is taken and printed." };

var keep = new Option<bool>("--keep") { Description = "Keep journals and logs although all held." };

var table = new Option<bool>("--table") { Description = "Run nothing: show the verdicts of the runs so far, one column per seed." };

var minutes = new Option<double>("--minutes") { Description = "How long a soak goes on beginning rounds.", DefaultValueFactory = _ => soak.Time.TotalMinutes };

var command = new RootCommand("Runs native workers against a Redis, breaks something in the middle, and holds what they wrote down against what Redis holds.") 
{
    name, seed, keep, table, minutes,
};
command.SetAction(async (parsed, stopping) =>
{
    var asked = parsed.GetValue(name)!;
    if (parsed.GetValue(table))
    {
        Console.WriteLine(Verdict.TableOf(asked));
        return 0;
    }

    if (asked == "list")
    {
        Console.WriteLine(string.Join('\n', scenarios.Where(s => !s.ByName).Select(s => s.Name)));
        return 0;
    }

    soak.Time = TimeSpan.FromMinutes(parsed.GetValue(minutes));
    var chosen = parsed.GetValue(seed) ?? Random.Shared.Next(1, 1_000_000);
    var failed = 0;
    foreach (var scenario in scenarios.Where(s => asked == "all" ? !s.ByName : asked == s.Name))
    {
        var report = new Report(scenario.Name, chosen, parsed.GetValue(keep), stopping);
        await report.OfAsync(() => scenario.RunAsync(report, binary));
        failed += report.Conclude() ? 0 : 1;
    }

    return failed == 0 ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
