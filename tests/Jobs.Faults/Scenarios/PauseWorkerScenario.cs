using System.Diagnostics;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>SIGSTOP to one of two workers for longer than a session, as a frozen VM would be, then SIGCONT.</summary>
internal sealed class PauseWorkerScenario : IScenario
{
    private const int Jobs = 4_000;
    private const int MoreJobs = 2_000;
    private const int Threads = 2; // that may have been frozen between taking a job and the first line of its handler
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(5);

    public string Name => "pause-worker";

    public string Shows => "one of two workers stands still for longer than a session: what it says afterwards is refused, both runs are on record, it works on";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        string[] arguments = ["--Jobs:Worker:SessionLength", Session.ToString()];
        WorkerProcess[] workers = [stage.StartWorker(journal: true, arguments), stage.StartWorker(journal: true, arguments)];
        await stage.EnqueueAsync(Enumerable.Repeat(20, Jobs));

        await stage.CompletedAsync(report.Random.Next(Jobs * 2 / 10, Jobs * 5 / 10), TimeSpan.FromSeconds(60));
        var paused = workers[report.Random.Next(2)];
        paused.Pause();
        await stage.CompletedAsync(Jobs, TimeSpan.FromSeconds(60)); // by the other alone, the paused one's jobs after its session
        var resumed = Stopwatch.GetTimestamp();
        paused.Resume();
        await stage.WaitAsync(() => paused.Said("another worker recovered it") > 0, "the resumed worker finds out that its session is over", TimeSpan.FromSeconds(20));
        report.Figure("found out after", Stopwatch.GetElapsedTime(resumed));

        await stage.EnqueueAsync(Enumerable.Repeat(20, MoreJobs));
        await stage.CompletedAsync(Jobs + MoreJobs, TimeSpan.FromSeconds(60));

        var stories = (await Checker.CheckAsync(stage, report)).Stories;
        report.None("jobs ran twice without the paused worker", stories.Where(story => story.Starts.Count > 1 && story.Starts.All(start => start.Process != paused.Id)));
        var tooLate = stories.Count(story => story.Starts.Any(start => start.Process == paused.Id && start.At > resumed && start.Recoveries < story.Stored?.Recoveries));
        report.Figure("jobs it began after it was resumed though lost", tooLate);
        report.Require(tooLate <= Threads, $"{tooLate} jobs began in the paused worker after it was resumed, though they were the other's");
        report.Require(stories.Any(story => story.Starts.Count > 1), "the paused worker was running no job, so nothing was shown");

        var late = stories.Where(story => story.Stored?.Recoveries > 0).SelectMany(story => story.Ends).Count(end => end.Process == paused.Id && end.At > resumed);
        report.Figure("runs of the paused worker that ended too late", late);
        var again = stories.Skip(Jobs).SelectMany(story => story.Starts).Count(start => start.Process == paused.Id);
        report.Figure("jobs it ran afterwards", again);
        report.Require(again > 0, "the resumed worker took no more jobs");
    }
}
