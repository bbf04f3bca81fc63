using System.Diagnostics;
using Jobs.Faults.Checking;
using Jobs.Faults.Checking.Invariants;
using Jobs.Faults.Running;

namespace Jobs.Faults.Storm;

/// <summary>One storm over a stage whose steady workers are up: everything at once until the plan is through, then the checks of a queue at rest.</summary>
internal sealed class StormRound(Stage stage, StormPlan plan, Report report)
{
    private static readonly TimeSpan MaxScriptTime = TimeSpan.FromMilliseconds(20);

    /// <returns>How many workers were told that their session is over: with none, nothing was refused, and so that much less was shown.</returns>
    public async Task<int> PlayAsync()
    {
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
        await AllAsync(havoc);
        report.Say("the storm is over; waiting for the last jobs");
        var over = Stopwatch.GetTimestamp();
        await stage.WaitAsync(async () => (await stage.Queue.UnfinishedAsync()).Sum(key => key.Count) == 0, "no job is left", plan.Drain);
        report.Figure("from the last fault to the last job", Stopwatch.GetElapsedTime(over));
        await redis.MeasureAsync();

        var told = Faults(network);
        var history = await Checker.CheckAsync(stage, report);
        Recovering.Check(history, report, plan.Session, plan.Slack);
        report.Figure("script time, p99.9, of the worst life of Redis", redis.ScriptTime);
        report.Require(redis.ScriptTime <= MaxScriptTime, $"one script in a thousand took {redis.ScriptTime.TotalMilliseconds:N1} ms or more");
        return told;
    }

    /// <summary>Fails as soon as one fails, and says now and then how far it is.</summary>
    private async Task AllAsync(Task[] havoc)
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

    private int Faults(NetworkHavoc network)
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

        var found = stage.Workers.Sum(worker => worker.Said("another worker recovered it"));
        report.Figure("sessions whose owner was told that they are over", found);
        report.Figure("scripts flushed", plan.ScriptFlushes);
        report.Figure("producers killed", stage.Faults.Count(FaultKind.ProducerKill));
        report.Figure("connections reset", network.Resets);
        report.Figure("replies lost", network.LostReplies);
        return found;
    }

    /// <summary>So many things shared out evenly.</summary>
    private static IEnumerable<int> Shares(int things, int among) => Enumerable.Range(0, among).Select(i => (things + i) / among);
}
