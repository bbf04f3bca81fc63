using System.Diagnostics;
using System.Globalization;
using AotWorker;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Redis is away while very many jobs come due in one and the same millisecond, and very many workers wait for it.</summary>
internal sealed class HerdScenario : IScenario
{
    private const int Workers = 100;
    private const int Jobs = 1_000_000;
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MaxPromotion = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MaxScriptTime = TimeSpan.FromMilliseconds(20);

    public string Name => "herd";

    public string Shows => $"{Workers} workers find Redis again after {Away.TotalSeconds} s, with {Jobs:N0} jobs due in one millisecond: they are handed out in order, once each, within a minute";

    public bool ByName => true;

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        for (var i = 0; i < Workers; i++)
        {
            stage.StartWorker(Roles.Worker, "--Jobs:Worker:Concurrency", "5");
        }

        await stage.WaitAsync(async () => await stage.Queue.SessionsAsync() == Workers, "all sessions", TimeSpan.FromSeconds(120));
        await stage.EnqueueAsync(Enumerable.Repeat(new SimulateWork(0, 0), Jobs), new() { Delay = TimeSpan.FromHours(1) });
        await stage.Queue.DueTogetherAsync(Away / 2);
        await stage.Redis.KillAsync();
        await Task.Delay(Away, report.Stopping);

        using var over = CancellationTokenSource.CreateLinkedTokenSource(report.Stopping);
        var peak = PeakAsync(stage, over.Token);
        await stage.Redis.RestartAsync();
        var up = Stopwatch.GetTimestamp();
        await stage.WaitAsync(async () => (await stage.Queue.UnfinishedAsync()).Single(one => one.Key == "due").Count == 0, "nothing is due any more", TimeSpan.FromMinutes(3));
        var promoted = Stopwatch.GetElapsedTime(up);
        report.Figure("no job waits for its time any more, after Redis was up", promoted);
        report.Require(promoted <= MaxPromotion, $"it took {promoted.TotalSeconds:N0} s until all that was due could be taken");
        await stage.CompletedAsync(Jobs, TimeSpan.FromMinutes(5));
        report.Figure("all are done, after Redis was up", Stopwatch.GetElapsedTime(up));
        await over.CancelAsync();
        report.Figure("most connections made in a second", await peak);

        var scripts = await stage.Queue.ScriptTimeAsync() ?? TimeSpan.Zero;
        report.Figure("script time, p99.9", scripts);
        report.Require(scripts <= MaxScriptTime, $"one script in a thousand took {scripts.TotalMilliseconds:N1} ms or more");
        var stories = (await Checker.CheckAsync(stage, report)).Stories;
        report.None("jobs ran more than once", stories.Where(story => story.Starts.Count > 1));
        report.None("jobs were taken from a worker", stories.Where(story => story.Stored?.Recoveries > 0));
        InOrder(report, stories);
    }

    /// <summary>Those of one hand-out are older than those of the next: ids tell the order in which jobs were made.</summary>
    private static void InOrder(Report report, IReadOnlyList<JobStory> stories)
    {
        var handOuts = stories.Where(story => story.Starts.Count == 1).GroupBy(story => story.Starts[0].Grant)
            .OrderBy(group => group.Key).Select(group => (Grant: group.Key, First: group.Min(story => story.Id), Last: group.Max(story => story.Id))).ToList();
        report.Figure("hand-outs", handOuts.Count);
        report.None("hand-outs have an older job than the one before", handOuts.Zip(handOuts.Skip(1))
            .Where(pair => pair.Second.First.CompareTo(pair.First.Last) < 0)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"grant {pair.Second.Grant} after grant {pair.First.Grant}")));
    }

    private static async Task<long> PeakAsync(Stage stage, CancellationToken ct)
    {
        var proxies = stage.Servers.ProxiesOf(Roles.Worker);
        var (most, last) = (0L, proxies.Sum(proxy => proxy.Accepted));
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var now = proxies.Sum(proxy => proxy.Accepted);
            (most, last) = (Math.Max(most, now - last), now);
        }

        return most;
    }
}
