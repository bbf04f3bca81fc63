using AotWorker;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>A job that ends its process, among others, with workers that are started again each time, as an orchestrator does.</summary>
internal sealed class PoisonPillScenario : IScenario
{
    private const int Before = 1_000;
    private const int After = 1_000;
    private const int Deaths = 4; // the first run and three recoveries
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(5);

    public string Name => "poison-pill";

    public string Shows => "a job ends every process it runs in: it is quarantined after its fourth with its payload as it was, and all others complete";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        string[] arguments = ["--Jobs:Worker:SessionLength", Session.ToString()];
        await stage.EnqueueAsync(Enumerable.Repeat(5, Before));
        await stage.EnqueueAsync([new Misbehave(0, Deed.FailFast)]);
        var pill = stage.Enqueued[^1].Id;
        await stage.EnqueueAsync(Enumerable.Range(0, After).Select(i => i % 100 == 50 ? 2000 : 5));
        var payload = await stage.Queue.EnvelopeAsync(pill);

        List<WorkerProcess> workers = [stage.StartWorker(journal: true, arguments), stage.StartWorker(journal: true, arguments)];
        var deaths = 0;
        await stage.WaitAsync(
            async () =>
            {
                foreach (var ended in workers.Where(worker => worker.Crashed).ToList())
                {
                    deaths++;
                    workers.Remove(ended);
                    workers.Add(stage.StartWorker(journal: true, arguments));
                }

                return await stage.Queue.CompletedAsync() + await stage.Queue.CountAsync("dead") >= Before + After + 1;
            },
            "all jobs have completed but the one", TimeSpan.FromSeconds(120));

        var history = await Checker.CheckAsync(stage, report, dead: pill);
        var story = history.Stories.Single(one => one.Id == pill);
        report.Figure("processes it ended", deaths);
        report.Require(deaths == Deaths && story.Starts.Count == Deaths, $"it ended {deaths} processes and started {story.Starts.Count} times: {Deaths} are expected");
        report.Require(story.Stored is { Failures: 0, Recoveries: Deaths }, $"it is on record as {story.Stored}");
        report.Require((await stage.Queue.EnvelopeAsync(pill)).AsSpan().SequenceEqual(payload), "its payload has changed");
        var neighbours = history.Stories.Where(one => one.Id != pill && one.Stored?.Recoveries > 0).ToList();
        report.Figure("others that were taken from a process it ended: once, twice, three times",
            string.Join(", ", Enumerable.Range(1, Deaths - 1).Select(times => neighbours.Count(one => one.Stored?.Recoveries == times))));
    }
}
