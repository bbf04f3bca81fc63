using System.Diagnostics;
using System.Globalization;
using AotWorker;
using Jobs.Faults.Checking.Invariants;
using Jobs.Faults.Running;
using Jobs.Faults.Storm;

namespace Jobs.Faults.Scenarios;

/// <summary>One squall after the other, each from a seed of its own, over two workers that live through all of them: what leaks shows as growth.</summary>
internal sealed class SoakScenario : IScenario
{
    private const int WarmUp = 2; // rounds: buffers, connection pools and the heap take their size
    private const double MaxGrowth = 0.05;

    public string Name => "soak";

    public string Shows => "squalls with seeds N, N + 1, … for --minutes (default 8): a verdict per round, and workers that live through all do not grow";

    public bool ByName => true;

    /// <summary>No round begins after so long.</summary>
    public TimeSpan Time { get; set; } = TimeSpan.FromMinutes(8);

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        var plan = StormPlan.Small;
        var steady = Enumerable.Range(0, plan.OtherWorkers).Select(_ => stage.StartWorker(Roles.Worker, plan.WorkerArguments)).ToArray();
        var prints = steady.ToDictionary(worker => worker, _ => new List<Footprint>());
        var stored = new List<long>();
        var (began, rounds, failed, told) = (Stopwatch.GetTimestamp(), 0, 0, 0);
        while (rounds == 0 || Stopwatch.GetElapsedTime(began) < Time)
        {
            var round = report.Round(rounds++);
            await round.OfAsync(async () => told += await PlayAsync(stage, plan, steady, round));
            if (!round.Conclude())
            {
                failed++;
                report.Require(false, $"round {rounds} (seed {round.Seed}): {round.Failure}");
                if ((await stage.Queue.UnfinishedAsync()).Sum(key => key.Count) > 0)
                {
                    break; // the stage is not at rest, so the next round would be blamed for this one
                }
            }

            await CollectAsync(stage, steady, report);
            foreach (var worker in steady)
            {
                prints[worker].Add(Footprint.Of(worker));
                report.Say($"worker {worker.Id}: {prints[worker][^1]}");
            }

            stored.Add(await stage.Queue.UsedBytesAsync());
        }

        report.Figure("rounds, failed", $"{rounds}, {failed}");
        report.Figure("sessions whose owner was told that they are over, in all rounds", told);
        report.Require(told > 0, "no worker was ever told that its session is over, so nothing was refused");
        foreach (var (worker, print) in prints)
        {
            Flat(report, $"worker {Array.IndexOf(steady, worker) + 1}", print);
        }

        report.Figure("data in Redis at rest, after each round", string.Join(", ", stored.Select(bytes => (bytes / 1e3).ToString("N0", CultureInfo.InvariantCulture))) + " kB");
    }

    private static async Task<int> PlayAsync(Stage stage, StormPlan plan, WorkerProcess[] steady, Report round)
    {
        await stage.BeginRoundAsync();
        var told = await new StormRound(stage, plan, round).PlayAsync();
        await Leaking.CheckAsync(stage, round, steady);
        return told;
    }

    /// <summary>Has each worker collect its garbage, which else is as much as its last collection was long ago. The jobs leave no trace.</summary>
    private static async Task CollectAsync(Stage stage, WorkerProcess[] workers, Report report)
    {
        var before = workers.Select(Collections).ToArray();
        await Until.HoldsAsync(
            async () =>
            {
                await stage.Client.EnqueueMisbehave(new Misbehave(0, Deed.Collect), new() { Retention = TimeSpan.Zero }, report.Stopping); // goes to whoever waits: to one or the other
                await Until.HoldsAsync(async () => (await stage.Queue.UnfinishedAsync()).All(key => key.Count == 0), "the collection", TimeSpan.FromSeconds(30), report.Stopping);
                return workers.Zip(before).All(pair => Collections(pair.First) > pair.Second);
            },
            "each worker has collected its garbage", TimeSpan.FromSeconds(60), report.Stopping);

        static int Collections(WorkerProcess worker) => worker.Said("All of memory was collected");
    }

    /// <summary>From the end of the warm-up to the last round.</summary>
    private static void Flat(Report report, string who, List<Footprint> prints)
    {
        report.Figure($"{who}, after each round: RSS", string.Join(", ", prints.Select(print => (print.ResidentBytes / 1e6).ToString("N1", CultureInfo.InvariantCulture))) + " MB");
        report.Figure($"{who}, after each round: threads", string.Join(", ", prints.Select(print => print.Threads)));
        report.Figure($"{who}, after each round: open files", string.Join(", ", prints.Select(print => print.OpenFiles)));
        if (prints.Count < 2 * WarmUp)
        {
            return; // too short to tell growth from warming up; the figures say how many rounds there were
        }

        foreach (var (what, of) in ((string, Func<Footprint, double>)[])
            [("RSS", print => print.ResidentBytes), ("threads", print => print.Threads), ("open files", print => print.OpenFiles)])
        {
            var (first, last) = (prints.Skip(WarmUp - 1).Take(WarmUp).Max(of), prints.TakeLast(WarmUp).Min(of));
            report.Require(last <= first * (1 + MaxGrowth), $"{who}: {what} grew from {first:N0} to {last:N0}");
        }
    }
}
