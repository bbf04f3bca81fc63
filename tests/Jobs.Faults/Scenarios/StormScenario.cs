using System.Diagnostics;
using Jobs.Faults.Checking;
using Jobs.Faults.Checking.Invariants;
using Jobs.Faults.Running;
using Jobs.Faults.Storm;

namespace Jobs.Faults.Scenarios;

/// <summary>Everything at once: workers are killed and paused, Redis is killed and stays away, connections are reset, replies are lost.</summary>
internal sealed class StormScenario(string name, string shows, StormPlan plan) : IScenario
{
    private static readonly TimeSpan MaxScriptTime = TimeSpan.FromMilliseconds(20);

    public string Name => name;

    public string Shows => shows;

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        for (var i = 0; i < plan.OtherWorkers; i++)
        {
            stage.StartWorker(Roles.Worker, plan.WorkerArguments);
        }

        var redis = new RedisHavoc(stage, plan, report, report.RandomOf("redis"));
        var network = new NetworkHavoc(stage, plan, report.RandomOf("network"));
        Task[] havoc =
        [
            redis.RunAsync(report.Stopping),
            network.RunAsync(report.Stopping),
            .. Shares(plan.WorkerKills, plan.HitWorkers).Zip(Shares(plan.WorkerPauses, plan.HitWorkers), (kills, pauses) => (kills, pauses)).Select((share, i) =>
                new WorkerHavoc(stage, plan, report.RandomOf($"worker {i}"), share.kills, share.pauses).RunAsync(report.Stopping)),
            .. Shares(plan.ProducerKills, plan.Producers).Select((kills, i) =>
                new Producers(stage, plan, report.RandomOf($"producer {i}"), 1 + (i * plan.Jobs), plan.Jobs / plan.Producers, kills).RunAsync(report.Stopping)),
        ];
        await AllAsync(havoc, stage, report);
        report.Say("the storm is over; waiting for the last jobs");
        var over = Stopwatch.GetTimestamp();
        await Until.HoldsAsync(async () => (await stage.Queue.UnfinishedAsync()).Sum(key => key.Count) == 0, "no job is left", plan.Drain, report.Stopping);
        report.Figure("from the last fault to the last job", Stopwatch.GetElapsedTime(over));
        await redis.MeasureAsync();

        Faults(report, stage, network);
        var history = await Checker.CheckAsync(stage, report);
        Recovering.Check(history, report, plan.Session, plan.Slack);
        report.Figure("script time, p99.9, of the worst life of Redis", redis.ScriptTime);
        report.Require(redis.ScriptTime <= MaxScriptTime, $"one script in a thousand took {redis.ScriptTime.TotalMilliseconds:N1} ms or more");
        await Leaking.CheckAsync(stage, report);
    }

    /// <summary>Fails as soon as one fails, and says now and then how far it is.</summary>
    private static async Task AllAsync(Task[] havoc, Stage stage, Report report)
    {
        var all = Task.WhenAll(havoc);
        while (!all.IsCompleted)
        {
            await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(20), report.Stopping), FirstFailure(havoc));
            foreach (var failed in havoc.Where(task => task.IsFaulted))
            {
                await failed;
            }

            report.Require(!stage.Workers.Any(worker => worker.Crashed), "a worker ended by itself:\n" + stage.Workers.FirstOrDefault(worker => worker.Crashed)?.Tail(20));
            report.Say($"{await stage.Queue.CompletedAsync():N0} jobs completed; {string.Join(", ", stage.Faults.All.CountBy(fault => fault.Kind).Select(kind => $"{kind.Key} {kind.Value}"))}");
        }

        await all;
    }

    private static Task FirstFailure(Task[] tasks)
    {
        var failure = new TaskCompletionSource();
        foreach (var task in tasks)
        {
            task.ContinueWith(_ => failure.TrySetResult(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        return failure.Task;
    }

    private void Faults(Report report, Stage stage, NetworkHavoc network)
    {
        report.Figure("session length", plan.Session);
        foreach (var (kind, least) in ((FaultKind, int)[])
            [(FaultKind.WorkerKill, plan.WorkerKills), (FaultKind.WorkerPause, plan.WorkerPauses), (FaultKind.RedisKill, plan.RedisKills), (FaultKind.Outage, plan.Outages)])
        {
            var count = stage.Faults.Count(kind);
            report.Figure(kind switch
            {
                FaultKind.WorkerKill => "workers killed",
                FaultKind.WorkerPause => "workers paused for longer than a session",
                FaultKind.RedisKill => "Redis killed and restarted",
                _ => "Redis away for three session lengths",
            }, count);
            report.Require(count >= least, $"only {count} times {kind}");
        }

        var found = stage.Workers.Sum(worker => worker.Said("was recovered by another worker"));
        report.Figure("sessions whose owner was told that they are over", found);
        report.Require(found > 0 || plan.WorkerPauses == 0, "no worker was ever told that its session is over, so nothing was refused");
        report.Figure("scripts flushed", plan.ScriptFlushes);
        report.Figure("producers killed", stage.Faults.Count(FaultKind.ProducerKill));
        report.Figure("connections reset", network.Resets);
        report.Figure("replies lost", network.LostReplies);
    }

    /// <summary>So many things shared out evenly.</summary>
    private static IEnumerable<int> Shares(int things, int among) => Enumerable.Range(0, among).Select(i => (things + i) / among);
}
