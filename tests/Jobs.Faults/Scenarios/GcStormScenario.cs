using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AotWorker;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Two workers whose jobs make large objects and have all of memory collected and compacted, for several sessions on end.</summary>
internal sealed partial class GcStormScenario : IScenario
{
    private const int Jobs = 1_000;
    private const int Churns = 24;
    private const int MegabytesEach = 512;
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(5);

    public string Name => "gc-storm";

    public string Shows => "workers stand still for one full collection of memory after the other, each shorter than a third of a session: no session is lost";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        string[] arguments = ["--Jobs:Worker:SessionLength", Session.ToString(), "--Jobs:Worker:Concurrency", "8"];
        WorkerProcess[] workers = [stage.StartWorker(journal: true, arguments), stage.StartWorker(journal: true, arguments)];
        await stage.WaitAsync(async () => await stage.Queue.SessionsAsync() == workers.Length, "two sessions", TimeSpan.FromSeconds(20));
        await stage.EnqueueAsync(Enumerable.Repeat(new Misbehave(0, Deed.Garbage, MegabytesEach), Churns));
        var churns = stage.Enqueued.Select(job => job.Id).ToHashSet();
        await stage.EnqueueAsync(Enumerable.Repeat(20, Jobs));
        await stage.CompletedAsync(Jobs + Churns, TimeSpan.FromSeconds(120));

        var stories = (await Checker.CheckAsync(stage, report)).Stories;
        report.None("jobs ran more than once", stories.Where(story => story.Starts.Count > 1));
        report.None("jobs were taken from a worker", stories.Where(story => story.Stored?.Recoveries > 0));
        var storm = stories.Where(story => churns.Contains(story.Id)).SelectMany(story => story.Lines).ToList();
        var length = Stopwatch.GetElapsedTime(storm.Min(line => line.At), storm.Max(line => line.At));
        var pause = TimeSpan.FromMilliseconds(workers.SelectMany(worker => Pause().Matches(worker.Tail(int.MaxValue)))
            .Max(match => double.Parse(match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
        report.Figure("garbage", $"{Churns * MegabytesEach / 1024} GB of large objects");
        report.Figure("length of the storm", length);
        report.Figure("longest pause", pause);
        report.Require(length > Session, $"the storm took {length.TotalSeconds:N1} s, less than a session, so nothing was shown");
        report.Require(pause > TimeSpan.Zero && pause < Session / 3, $"the longest pause was {pause.TotalSeconds:N2} s: pauses of up to a third of a session are what this is about");
    }

    [GeneratedRegex("stood still for up to ([0-9,]+) ms")]
    private static partial Regex Pause();
}
