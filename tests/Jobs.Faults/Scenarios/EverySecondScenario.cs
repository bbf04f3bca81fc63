using System.Diagnostics;
using Jobs.Faults.Checking;
using Jobs.Faults.Checking.Invariants;
using Jobs.Faults.Running;
using Jobs.Faults.Storm;

namespace Jobs.Faults.Scenarios;

/// <summary>Redis with <c>appendfsync everysec</c> is killed, and every other time its file loses its end too, as in a power cut: up to the two
/// seconds that this setting may leave unwritten. What was lost is counted; everything else must be as if it had not happened.</summary>
internal sealed class EverySecondScenario : IScenario
{
    private const int Jobs = 20_000;
    private const int Kills = 20;
    private static readonly StormPlan Plan = new(Jobs, 330, 0, 0, Kills, 0, 0, 0, 0, 0);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    public string Name => "everysec";

    public string Shows => $"Redis with appendfsync everysec is killed {Kills} times, half of them with up to two seconds of its file lost: what was lost is counted, nothing else is lost or stuck";

    public bool ByName => true;

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary, "--appendfsync", "everysec");
        for (var i = 0; i < 3; i++)
        {
            stage.StartWorker(Roles.Worker, Plan.WorkerArguments);
        }

        var producer = stage.StartProducer(Roles.Producer, Jobs, ["--per-second", $"{Plan.PerSecond}", "--milliseconds", "5", "--fail-every", "10", "--delay-every", "20", "--delay-milliseconds", "3000"]);
        var cuts = new List<(long From, long To)>(); // what was done in these times is forgotten
        for (var kill = 0; kill < Kills; kill++)
        {
            using var watch = new FileWatch(stage.Redis.Folder, report.Stopping);
            await Task.Delay(Plan.Gap(report.Random, Kills, TimeSpan.Zero), report.Stopping);
            var to = Stopwatch.GetTimestamp();
            await stage.Redis.KillAsync();
            if (kill % 2 == 0)
            {
                cuts.Add((await watch.CutAsync(to, Window * report.Random.NextDouble()), to));
            }

            stage.Faults.Add(FaultKind.RedisKill, to);
            await stage.Redis.RestartAsync();
        }

        await stage.WaitAsync(
            async () => !producer.IsRunning && (await stage.Queue.UnfinishedAsync()).Sum(key => key.Count) == 0, "no job is left", TimeSpan.FromSeconds(60));
        report.Figure("kills, ends of the file lost", $"{Kills}, {cuts.Count}");
        report.Figure("seconds lost, in all", cuts.Aggregate(TimeSpan.Zero, (sum, cut) => sum + Stopwatch.GetElapsedTime(cut.From, cut.To)));
        await Forgetting.CheckAsync(await History.ReadAsync(stage), stage.Queue, report, cuts);
        await Leaking.CheckAsync(stage, report);
    }
}
