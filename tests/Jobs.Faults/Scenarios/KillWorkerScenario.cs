using System.Diagnostics;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>SIGKILL to one of two workers in the middle of their work.</summary>
internal sealed class KillWorkerScenario : IScenario
{
    private const int Jobs = 20_000;
    private static readonly TimeSpan MaxRecovery = TimeSpan.FromSeconds(20);

    public string Name => "kill-worker";

    public string Shows => "one of two workers is killed: its jobs run elsewhere within 20 s, and no other job runs twice";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        WorkerProcess[] workers = [stage.StartWorker(), stage.StartWorker()];
        await stage.EnqueueAsync(Enumerable.Repeat(5, Jobs));

        await stage.CompletedAsync(report.Random.Next(Jobs * 3 / 10, Jobs * 6 / 10), TimeSpan.FromSeconds(60));
        var killed = workers[report.Random.Next(2)];
        var at = await killed.KillAsync();
        report.Figure("completed when it was killed, about", await stage.Queue.CompletedAsync());
        await stage.CompletedAsync(Jobs, TimeSpan.FromSeconds(60));

        var stories = (await Checker.CheckAsync(stage, report)).Stories;
        report.None("jobs ran twice without the killed worker", stories.Where(story => story.Starts.Count > 1 && story.Starts[0].Process != killed.Id));
        report.None("jobs ran twice and its second handler was not told of the recovery", stories.Where(story => story.Starts.Count > 1 && story.Starts[^1].Recoveries == 0));
        report.None("jobs lost an attempt by the kill", stories.Where(story => story.Starts.Any(start => start.Attempt != 1)));

        var restarts = stories.SelectMany(story => story.Starts).Where(start => start.Recoveries > 0).ToList();
        report.Require(restarts.Count > 0, "the killed worker held no job, so nothing was shown");
        var last = restarts.Count == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(at, restarts.Max(start => start.At));
        report.Figure("last restart of one of its jobs, after the kill", last);
        report.Require(last <= MaxRecovery, $"the last of its jobs started {last.TotalSeconds:N1} s after the kill");
    }
}
