using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>SIGSTOP to one of two workers for half a session, several times: a long garbage collection, a busy host.</summary>
internal sealed class ShortPauseScenario : IScenario
{
    private const int Jobs = 6_000;
    private const int Pauses = 4;
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(6);

    public string Name => "short-pause";

    public string Shows => "one of two workers stands still for half a session, four times: no job runs twice";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        string[] arguments = ["--Jobs:Worker:SessionLength", Session.ToString()];
        WorkerProcess[] workers = [stage.StartWorker(journal: true, arguments), stage.StartWorker(journal: true, arguments)];
        await stage.EnqueueAsync(Enumerable.Repeat(20, Jobs));

        var caught = 0;
        for (var pause = 1; pause <= Pauses; pause++)
        {
            await stage.CompletedAsync(Jobs * pause / (Pauses + 2), TimeSpan.FromSeconds(60));
            var paused = workers[report.Random.Next(2)];
            paused.Pause();
            var lines = stage.Journals.Read().Where(line => line.Process == paused.Id).ToLookup(line => line.IsStart);
            caught += lines[true].Count() - lines[false].Count();
            await Task.Delay(Session / 2, report.Stopping);
            paused.Resume();
        }

        await stage.CompletedAsync(Jobs, TimeSpan.FromSeconds(60));
        var history = await Checker.CheckAsync(stage, report);
        report.None("jobs ran more than once", history.Stories.Where(story => story.Starts.Count > 1));
        report.Figure("jobs that were running when their worker stood still", caught);
        report.Require(caught > 0, "no paused worker was running a job, so nothing was shown");
    }
}
