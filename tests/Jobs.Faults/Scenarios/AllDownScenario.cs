using System.Diagnostics;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Redis and all workers are killed at once, as when a machine loses its power.</summary>
internal sealed class AllDownScenario : IScenario
{
    private const int Jobs = 10_000;
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    public string Name => "all-down";

    public string Shows => "Redis and all workers are killed: when they are back, what was running starts anew after at most two sessions and 5 s, and all is done";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        string[] arguments = ["--Jobs:Worker:SessionLength", Session.ToString(), "--Jobs:Worker:Concurrency", "20"];
        WorkerProcess[] workers = [stage.StartWorker(journal: true, arguments), stage.StartWorker(journal: true, arguments)];
        await stage.EnqueueAsync(Enumerable.Range(1, Jobs).Select(i => i % 100 == 0 ? 1000 : 5));
        await stage.CompletedAsync(report.Random.Next(Jobs * 3 / 10, Jobs * 6 / 10), TimeSpan.FromSeconds(60));

        await stage.Redis.KillAsync();
        foreach (var worker in workers)
        {
            var at = await worker.KillAsync();
            stage.Faults.Add(FaultKind.WorkerKill, at, at, worker.Id);
        }

        stage.StartWorker(journal: true, arguments);
        stage.StartWorker(journal: true, arguments);
        await stage.Redis.RestartAsync();
        var up = Stopwatch.GetTimestamp();
        await stage.CompletedAsync(Jobs, TimeSpan.FromSeconds(60));

        var history = await Checker.CheckAsync(stage, report);
        var restarts = history.Stories.SelectMany(story => story.Starts).Where(start => start.Recoveries > 0).ToList();
        report.Require(restarts.Count > 0, "the workers held no job, so nothing was shown");
        var last = restarts.Count == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(up, restarts.Max(start => start.At));
        report.Figure("last restart of what had been running, after Redis was up", last);
        report.Require(last <= (Session * 2) + Slack, $"the last of them started {last.TotalSeconds:N1} s after Redis was up");
    }
}
