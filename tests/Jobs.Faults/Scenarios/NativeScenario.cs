using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Jobs.Faults.Native;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>What a native worker is: no warning, no reflection, quick to start, small, and not in need of a Redis to start.</summary>
/// <param name="aot">Published anew.</param>
internal sealed partial class NativeScenario(AotBinary aot) : IScenario
{
    private const int Starts = 9;
    private const int ManyJobs = 100_000;
    private static readonly TimeSpan MaxFirstJob = TimeSpan.FromMilliseconds(150);
    private const long MaxResidentBytes = 60_000_000;

    public string Name => "native";

    public string Shows => "a native worker: 0 warnings, no reflection, first job in under 150 ms, under 60 MB after 100,000 jobs, starts while Redis is down";

    public async Task RunAsync(Report report, IBinary binary)
    {
        var program = await aot.GetAnewAsync(report.Stopping);
        var warnings = Warning().Matches(aot.Output).Select(match => match.Value).Distinct().ToList();
        report.Figure("trim and AOT warnings", warnings.Count);
        report.Require(aot.Output.Contains("Generating native code", StringComparison.Ordinal), "the publish compiled nothing:\n" + aot.Output);
        report.Require(warnings.Count == 0, "publishing warns:\n    " + string.Join("\n    ", warnings));
        report.Figure("binary", Megabytes(new FileInfo(program).Length));

        LookForReflection(report);
        await StartWhileRedisIsDownAsync(report, binary);
        await FirstJobAsync(report, binary);
        await MemoryAsync(report, binary);
    }

    private static void LookForReflection(Report report)
    {
        report.Require(ReflectionCalls.In(typeof(IlReader).Assembly.Location).Any(call => call.StartsWith("Jobs.Faults.Native.IlReader", StringComparison.Ordinal)),
            "the search for reflection does not even find its own");
        var found = new[] { "Jobs.Abstractions", "Jobs.Runtime", "AotWorker" }
            .SelectMany(name => ReflectionCalls.In(Path.Combine(AotBinary.IlFolder, name + ".dll"))).ToHashSet(StringComparer.Ordinal);
        report.Figure("calls into reflection, allowed with a reason", found.Count(AllowedReflection.Calls.ContainsKey));
        foreach (var call in found.Where(call => !AllowedReflection.Calls.ContainsKey(call)))
        {
            report.Require(false, $"reflection: {call}");
        }

        foreach (var call in AllowedReflection.Calls.Keys.Where(call => !found.Contains(call)))
        {
            report.Require(false, $"AllowedReflection lists {call}, which is not called any more");
        }
    }

    private static async Task StartWhileRedisIsDownAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        await stage.EnqueueAsync(Enumerable.Repeat(0, 100));
        await stage.Redis.StopAsync();
        var worker = stage.StartWorker();
        await Until.HoldsAsync(() => worker.Said("the host starts all the same") > 0, "a worker without Redis starts and says so", TimeSpan.FromSeconds(30), report.Stopping);

        await stage.Redis.RestartAsync();
        var up = Stopwatch.GetTimestamp();
        await stage.CompletedAsync(100, TimeSpan.FromSeconds(30));
        report.Figure("started without Redis: first job after it came up", Stopwatch.GetElapsedTime(up, stage.Journals.Read()[0].At));
    }

    private static async Task FirstJobAsync(Report report, IBinary binary)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < Starts; i++)
        {
            await using var stage = await Stage.SetAsync(report, binary);
            await stage.EnqueueAsync([0]);
            var worker = stage.StartWorker();
            await stage.CompletedAsync(1, TimeSpan.FromSeconds(30));
            times.Add(Stopwatch.GetElapsedTime(worker.StartedAt, stage.Journals.Read()[0].At));
        }

        var median = times.Order().ElementAt(Starts / 2);
        report.Figure("first job after process start, each", string.Join(", ", times.Select(time => time.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture))) + " ms");
        report.Figure("first job after process start, median", median);
        report.Require(median < MaxFirstJob, $"the first job started {median.TotalMilliseconds:N0} ms after the process (median of {Starts})");
    }

    private static async Task MemoryAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        await stage.EnqueueAsync(Enumerable.Repeat(0, ManyJobs));
        var worker = stage.StartWorker(journal: false);
        await stage.CompletedAsync(ManyJobs, TimeSpan.FromSeconds(60));
        var (now, peak) = (worker.ResidentBytes, worker.PeakBytes);
        report.Figure("RSS after 100,000 jobs", $"{Megabytes(now)}, peak {Megabytes(peak)}");
        report.Require(now < MaxResidentBytes, $"RSS is {Megabytes(now)} after {ManyJobs:N0} jobs");

        var stop = Stopwatch.GetTimestamp();
        var code = await worker.StopAsync();
        report.Figure("idle worker stops within", Stopwatch.GetElapsedTime(stop));
        report.Require(code == 0, $"a worker that is stopped ends with exit code {code}:\n{worker.Tail(20)}");
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("N1", CultureInfo.InvariantCulture) + " MB";

    [GeneratedRegex(@"^.*warning (IL|CS|NET|MSB)\w+.*$", RegexOptions.Multiline)]
    private static partial Regex Warning();
}
