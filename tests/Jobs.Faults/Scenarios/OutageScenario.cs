using System.Diagnostics;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Redis is away for longer than a session, with jobs running that end while it is away.</summary>
internal sealed class OutageScenario : IScenario
{
    private const int Jobs = 20_000;
    private const int LongJobMilliseconds = 3000;
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(18);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2.5);

    public string Name => "outage";

    public string Shows => "Redis is away for more than two sessions while two workers work: the outage alone makes no job run twice";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        string[] arguments = ["--Jobs:Worker:SessionLength", Session.ToString(), "--Jobs:Worker:Concurrency", "20"];
        WorkerProcess[] workers = [stage.StartWorker(journal: true, arguments), stage.StartWorker(journal: true, arguments)];

        // A session that is younger may recover nobody: whether old ones hold back is what is shown.
        await Until.HoldsAsync(async () => await stage.Queue.SessionsAsync() == 2, "two sessions", TimeSpan.FromSeconds(20), report.Stopping);
        await Task.Delay(Session + TimeSpan.FromSeconds(1), report.Stopping);

        await stage.EnqueueAsync(Enumerable.Range(1, Jobs).Select(i => i % 200 == 0 ? LongJobMilliseconds : 5));
        await stage.CompletedAsync(report.Random.Next(Jobs * 2 / 10, Jobs * 5 / 10), TimeSpan.FromSeconds(60));
        await stage.Redis.KillAsync();
        var away = Stopwatch.GetTimestamp();
        await Task.Delay(Outage, report.Stopping);

        // One of the two is late to find Redis again: for the other it looks like the dead.
        var late = workers[report.Random.Next(2)];
        late.Pause();
        var back = Stopwatch.GetTimestamp();
        await stage.Redis.RestartAsync();
        await Task.Delay(Late, report.Stopping);
        late.Resume();
        await stage.CompletedAsync(Jobs, TimeSpan.FromSeconds(60));

        var stories = (await Checker.CheckAsync(stage, report)).Stories;
        report.None("jobs ran more than once", stories.Where(story => story.Starts.Count > 1));
        report.None("jobs were recovered from a living worker", stories.Where(story => story.Stored?.Recoveries > 0));
        var ended = stories.SelectMany(story => story.Ends).Count(end => end.At > away && end.At < back);
        report.Figure("runs that ended while Redis was away", ended);
        report.Require(ended > 0, "no run ended during the outage, so nothing was shown");
    }
}
