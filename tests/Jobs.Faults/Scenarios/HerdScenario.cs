using System.Diagnostics;
using System.Globalization;
using AotWorker;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;
using Jobs.TestServers;

namespace Jobs.Faults.Scenarios;

/// <summary>Redis is away while very many jobs come due in one and the same millisecond, and very many workers wait for it.</summary>
internal sealed class HerdScenario : IScenario
{
    private const int Workers = 100;
    private const int Jobs = 1_000_000;
    private const int ConnectionsEach = 3; // data, its messages, control
    private const int TriesPerSecond = 4; // the client library tries with a heartbeat at most, so each 500 ms, and once more at once where it was let in and thrown out (LOADING)
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MaxPromotion = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MaxScriptTime = TimeSpan.FromMilliseconds(20);

    public string Name => "herd";

    public string Shows => $"{Workers} workers find Redis again after {Away.TotalSeconds} s, with {Jobs:N0} jobs due in one millisecond: they are handed out in order, once each; scripts stay short and connections are not tried without end";

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
        using var over = CancellationTokenSource.CreateLinkedTokenSource(report.Stopping);
        var connects = PeakAsync(stage, over.Token);
        await stage.Redis.KillAsync();
        await Task.Delay(Away, report.Stopping);
        await stage.Redis.RestartAsync();
        var up = Stopwatch.GetTimestamp();
        await stage.WaitAsync(async () => (await stage.Queue.UnfinishedAsync()).Single(one => one.Key == "due").Count == 0, "nothing is due any more", TimeSpan.FromMinutes(3));
        var promoted = Stopwatch.GetElapsedTime(up);
        report.Figure("no job waits for its time any more, after Redis was up", promoted);
        report.Require(promoted <= MaxPromotion, $"it took {promoted.TotalSeconds:N0} s until all that was due could be taken");
        await stage.CompletedAsync(Jobs, TimeSpan.FromMinutes(5));
        report.Figure("all are done, after Redis was up", Stopwatch.GetElapsedTime(up));
        await over.CancelAsync();
        var peak = await connects;
        report.Figure("most connections made in a second", (long)peak);
        report.Require(peak <= Workers * ConnectionsEach * TriesPerSecond, $"{peak:N0} connections were made in a second");

        foreach (var percentile in (double[])[99, 99.9])
        {
            var scripts = await stage.Queue.ScriptTimeAsync(percentile) ?? TimeSpan.Zero;
            report.Figure(string.Create(CultureInfo.InvariantCulture, $"script time, p{percentile}"), scripts);
            report.Require(scripts <= MaxScriptTime, string.Create(CultureInfo.InvariantCulture, $"p{percentile} of the scripts' time is {scripts.TotalMilliseconds:N1} ms"));
        }

        var stories = (await Checker.CheckAsync(stage, report)).Stories;
        report.None("jobs ran more than once", stories.Where(story => story.Starts.Count > 1));
        report.None("jobs were taken from a worker", stories.Where(story => story.Stored?.Recoveries > 0));
        InOrder(stage, report);
    }

    /// <summary>What comes due in one millisecond waits in the order of the ids, and that is known of all: each was handed out, and none twice but those given back.</summary>
    private static void InOrder(Stage stage, Report report)
    {
        var first = 0L;
        foreach (var order in AppendOnlyFiles.Of(stage).Select(file => OrderLog.Of(file)))
        {
            first += order.HandOuts - order.Again;
            report.Figure("hand-outs of jobs that had been given back, which go first", order.Again);
            report.None("jobs were handed out out of their turn", order.Violations);
        }

        report.Require(first == Jobs, $"{first:N0} first hand-outs are in the append-only file, of {Jobs:N0} jobs");
    }

    private static async Task<double> PeakAsync(Stage stage, CancellationToken ct)
    {
        var proxies = stage.Servers.ProxiesOf(Roles.Worker);
        var (most, last, at) = (0.0, proxies.Sum(proxy => proxy.Accepted), Stopwatch.GetTimestamp());
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var (now, until) = (proxies.Sum(proxy => proxy.Accepted), Stopwatch.GetTimestamp());
            var seconds = Math.Max(1, Stopwatch.GetElapsedTime(at, until).TotalSeconds); // the last may be cut short
            (most, last, at) = (Math.Max(most, (now - last) / seconds), now, until);
        }

        return most;
    }
}
