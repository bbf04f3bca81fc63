using System.Diagnostics;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>SIGTERM to one of two workers, with jobs that take longer than it has for stopping.</summary>
internal sealed class GracefulStopScenario : IScenario
{
    private const int Jobs = 10_000;
    private const int LongJobMilliseconds = 8000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(6);

    public string Name => "graceful-stop";

    public string Shows => "one of two workers is asked to stop: what it cannot finish runs elsewhere at once, without an attempt or a recovery on its record";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        string[] arguments = ["--Jobs:Worker:ShutdownTimeout", Patience.ToString(), "--Jobs:Worker:Concurrency", "20"];
        WorkerProcess[] workers = [stage.StartWorker(journal: true, arguments), stage.StartWorker(journal: true, arguments)];
        await stage.EnqueueAsync(Enumerable.Range(1, Jobs).Select(i => i % 500 == 0 ? LongJobMilliseconds : 5));
        await stage.CompletedAsync(report.Random.Next(Jobs * 3 / 10, Jobs * 6 / 10), TimeSpan.FromSeconds(60));

        var stopped = workers[report.Random.Next(2)];
        var asked = Stopwatch.GetTimestamp();
        var code = await stopped.StopAsync();
        var took = Stopwatch.GetElapsedTime(asked);
        report.Figure("stopped within", took);
        report.Require(code == 0, $"it ended with exit code {code}:\n{stopped.Tail(20)}");
        report.Require(took < MaxStop, $"stopping took {took.TotalSeconds:N1} s");
        await stage.CompletedAsync(Jobs, TimeSpan.FromSeconds(60));

        var history = await Checker.CheckAsync(stage, report);
        report.None("jobs have a recovery or a failure on record", history.Stories.Where(story => story.Stored is { Recoveries: > 0 } or { Failures: > 0 }));
        var interrupted = history.Stories.Count(story => story.Lines.Any(line => line.Event == RunEvent.Stop));
        report.Figure("jobs it gave back", interrupted);
        report.Require(interrupted > 0, "it was running no long job, so nothing was shown");
        report.Require(await stage.Queue.SessionsAsync() == 1, "the session of the stopped worker is still there");
    }
}
