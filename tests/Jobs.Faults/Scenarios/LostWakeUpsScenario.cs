using System.Diagnostics;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;
using Jobs.TestServers;

namespace Jobs.Faults.Scenarios;

/// <summary>Nothing that is published arrives at two idle workers, though their connections live: what they are to do they find by looking.</summary>
internal sealed class LostWakeUpsScenario : IScenario
{
    private const int Jobs = 60;
    private const int PerSecond = 4; // so few that both workers are idle before each
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1.25 + 0.5); // the poll interval of 1 s, a quarter of spread, and a turn on a busy machine
    private static readonly string[] Poll = ["--Jobs:Worker:PollInterval", "00:00:01"];
    private static readonly TimeSpan Woken = TimeSpan.FromMilliseconds(100);

    public string Name => "lost-wake-ups";

    public string Shows => "published messages get lost on their way to idle workers: a job starts within the poll interval of 1 s, give or take a quarter, all the same";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        foreach (var proxy in stage.Servers.ProxiesOf(Roles.Worker))
        {
            proxy.Set(Fault.DropMessages);
        }

        stage.StartWorker(Roles.Worker, Poll);
        stage.StartWorker(Roles.Worker, Poll);
        await stage.WaitAsync(async () => await stage.Queue.SessionsAsync() == 2, "two sessions", TimeSpan.FromSeconds(20));
        var producer = stage.StartProducer(Roles.Producer, Jobs, "--per-second", $"{PerSecond}");
        await stage.DrainedAsync(producer, TimeSpan.FromSeconds(60));

        var history = await Checker.CheckAsync(stage, report);
        report.None("jobs ran more than once", history.Stories.Where(story => story.Starts.Count > 1));
        var stored = history.Enqueues.ToDictionary(story => story.Id, story => story.StoredAt);
        var waits = history.Stories.Select(story => Stopwatch.GetElapsedTime(stored[story.Id], story.Starts[0].At)).Order().ToList();
        report.Figure("from stored to started: median", waits[Jobs / 2]);
        report.Figure("from stored to started: most", waits[^1]);
        report.Require(waits[Jobs / 2] > Woken, "half of the jobs started at once, so the workers were woken and nothing was shown");
        report.Require(waits[^1] <= MaxWait, $"a job started {waits[^1].TotalSeconds:N2} s after it was stored");
    }
}
