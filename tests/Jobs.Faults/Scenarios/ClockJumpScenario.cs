using System.Diagnostics;
using AotWorker;
using Jobs.Faults.Checking;
using Jobs.Faults.Clock;
using Jobs.Faults.Running;
using Jobs.TestServers;

namespace Jobs.Faults.Scenarios;

/// <summary>The clock of Redis is put back by an hour, set right, and put forward by an hour, while workers work.</summary>
internal sealed class ClockJumpScenario : IScenario
{
    private const int JobsEach = 3_000;
    private const int ForwardJumps = 2;
    private static readonly TimeSpan Jump = TimeSpan.FromHours(1);
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);
    private static readonly EnqueueOptions Kept = new() { Retention = TimeSpan.FromDays(1) }; // else a jump would end it before the checker looks

    public string Name => "clock-jumps";

    public string Shows => "Redis' clock jumps by an hour, back and forth: nothing is lost, a jump forward repeats a run at most once, a dead worker is noticed all the same";

    public async Task RunAsync(Report report, IBinary binary)
    {
        using var clock = await SkewedClock.MakeAsync(report.Stopping);
        await using var stage = await Stage.SetAsync(report, binary, new SingleRedis(await RedisProcess.StartAsync(appendOnly: true, clock.Environment, SingleRedis.Telling)));
        string[] arguments = ["--Jobs:Worker:SessionLength", Session.ToString()];
        stage.StartWorker(journal: true, arguments);
        stage.StartWorker(journal: true, arguments);
        var hit = stage.StartWorker(journal: true, arguments);
        await stage.WaitAsync(async () => await stage.Queue.SessionsAsync() == 3, "three sessions", TimeSpan.FromSeconds(20));
        var now = await stage.Queue.NowAsync();

        // Back: what waited for a time waits for up to an hour more, all else goes on.
        await stage.EnqueueAsync(Work(), Kept);
        await stage.EnqueueAsync(Enumerable.Repeat(new SimulateWork(0, 5), 10), Kept with { Delay = TimeSpan.FromMinutes(30) });
        await stage.CompletedAsync(report.Random.Next(JobsEach * 2 / 10, JobsEach * 5 / 10), TimeSpan.FromSeconds(60));
        clock.Set(-Jump);
        report.Require(await stage.Queue.NowAsync() < now, "Redis' clock did not go back, so nothing was shown");
        await stage.CompletedAsync(JobsEach, TimeSpan.FromSeconds(60));
        await Task.Delay(Session, report.Stopping); // each session is renewed by the clock as it is now
        await stage.EnqueueAsync(Work(), Kept);
        await stage.CompletedAsync(JobsEach + report.Random.Next(JobsEach * 2 / 10, JobsEach * 5 / 10), TimeSpan.FromSeconds(60));
        var killed = await hit.KillAsync();
        await stage.CompletedAsync(JobsEach * 2, TimeSpan.FromSeconds(60));
        report.Figure("after a jump back and a kill: all done after", Stopwatch.GetElapsedTime(killed));

        // Forward, twice: every session looks overdue at once.
        foreach (var to in (TimeSpan[])[TimeSpan.Zero, Jump])
        {
            await stage.EnqueueAsync(Work(), Kept);
            await stage.CompletedAsync(stage.Enqueued.Count - 10 - (JobsEach * 7 / 10), TimeSpan.FromSeconds(60));
            clock.Set(to);
            await stage.CompletedAsync(stage.Enqueued.Count - 10, TimeSpan.FromSeconds(60));
        }

        await stage.CompletedAsync(stage.Enqueued.Count, TimeSpan.FromSeconds(60)); // those of half an hour too: it has gone by

        var stories = (await Checker.CheckAsync(stage, report)).Stories;
        var ofTheKilled = stories.SelectMany(story => story.Starts.Zip(story.Starts.Skip(1))).Where(pair => pair.First.Process == hit.Id).ToList();
        report.Require(ofTheKilled.Count > 0, "the killed worker held no job, so that part was not shown");
        var last = ofTheKilled.Count == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(killed, ofTheKilled.Max(pair => pair.Second.At));
        report.Figure("after a jump back: last restart of a killed worker's job", last);
        report.Require(last <= Session + Slack, $"the killed worker's last job started {last.TotalSeconds:N1} s after the kill");
        report.Figure("jobs repeated by the jumps forward", stories.Count(story => story.Starts.Count > 1 && story.Starts[0].Process != hit.Id));
        report.None("jobs were taken more often than the clock jumped forward", stories.Where(story => story.Stored?.Recoveries > ForwardJumps));
    }

    /// <summary>One in a hundred takes half a second, so that some are running whenever something happens.</summary>
    private static IEnumerable<SimulateWork> Work() => Enumerable.Range(0, JobsEach).Select(i => new SimulateWork(0, i % 100 == 0 ? 500 : 20));
}
