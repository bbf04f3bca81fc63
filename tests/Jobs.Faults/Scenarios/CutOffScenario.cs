using System.Diagnostics;
using Jobs.Faults.Checking;
using Jobs.Faults.Checking.Invariants;
using Jobs.Faults.Running;
using Jobs.TestServers;

namespace Jobs.Faults.Scenarios;

/// <summary>A black hole between one of two workers and Redis for three sessions. What it had sent by then arrives when it is over.</summary>
internal sealed class CutOffScenario : IScenario
{
    private const string CutOff = "cut-off";
    private const int Jobs = 3_000;
    private const int MoreJobs = 2_000;
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    public string Name => "cut-off";

    public string Shows => "a black hole cuts one of two workers off for three sessions: its jobs run elsewhere in time, what it sent arrives late and changes nothing, it comes back";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        string[] arguments = ["--Jobs:Worker:SessionLength", Session.ToString()];
        var cutOff = stage.StartWorker(CutOff, arguments);
        stage.StartWorker(Roles.Worker, arguments);
        await stage.WaitAsync(async () => await stage.Queue.SessionsAsync() == 2, "two sessions", TimeSpan.FromSeconds(20));
        await stage.EnqueueAsync(Enumerable.Repeat(20, Jobs));
        await stage.CompletedAsync(report.Random.Next(Jobs * 2 / 10, Jobs * 5 / 10), TimeSpan.FromSeconds(60));

        var from = Stopwatch.GetTimestamp();
        Set(stage, Fault.BlackHole);
        await stage.WaitAsync(() => cutOff.Said("Redis does not answer on") > 0, "the worker notices that nothing answers", TimeSpan.FromSeconds(30));
        report.Figure("noticed after", Stopwatch.GetElapsedTime(from));
        await stage.CompletedAsync(Jobs, TimeSpan.FromSeconds(60)); // by the other alone
        await Task.Delay(Session * 3 - Stopwatch.GetElapsedTime(from) is { Ticks: > 0 } rest ? rest : TimeSpan.Zero, report.Stopping);
        Set(stage, Fault.None);
        var healed = Stopwatch.GetTimestamp();
        stage.Faults.Add(FaultKind.WorkerCutOff, from, cutOff.Id);
        await stage.WaitAsync(() => cutOff.Said("another worker recovered it") > 0, "it finds out that its session is over", TimeSpan.FromSeconds(30));
        await stage.EnqueueAsync(Enumerable.Repeat(20, MoreJobs));
        await stage.CompletedAsync(Jobs + MoreJobs, TimeSpan.FromSeconds(60));

        var history = await Checker.CheckAsync(stage, report);
        Recovering.Check(history, report, Session, Slack);
        report.Require(history.Stories.Any(story => story.Stored?.Recoveries > 0), "it held no job, so nothing was shown");
        var again = history.Stories.SelectMany(story => story.Starts).Count(start => start.Process == cutOff.Id && start.At > healed);
        report.Figure("jobs it ran afterwards", again);
        report.Require(again > 0, "it took no more jobs");
        await Leaking.CheckAsync(stage, report);
    }

    private static void Set(Stage stage, Fault fault)
    {
        foreach (var proxy in stage.Servers.ProxiesOf(CutOff))
        {
            proxy.Set(fault);
        }
    }
}
