using System.Diagnostics;
using System.Text.RegularExpressions;
using Jobs.Faults.Native;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>What a native worker is: no warning, no reflection, and not in need of a Redis to start. How quick and small it is, the benchmarks measure.</summary>
/// <param name="aot">Published anew.</param>
internal sealed partial class NativeScenario(AotBinary aot) : IScenario
{
    public string Name => "native";

    public string Shows => "a native worker: 0 warnings, no reflection, starts while Redis is down";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await aot.GetAnewAsync(report.Stopping);
        var warnings = Warning().Matches(aot.Output).Select(match => match.Value).Distinct().ToList();
        report.Figure("trim and AOT warnings", warnings.Count);
        report.Require(aot.Output.Contains("Generating native code", StringComparison.Ordinal), "the publish compiled nothing:\n" + aot.Output);
        report.Require(warnings.Count == 0, "publishing warns:\n    " + string.Join("\n    ", warnings));

        LookForReflection(report);
        await StartWhileRedisIsDownAsync(report, binary);
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

        var stop = Stopwatch.GetTimestamp();
        var code = await worker.StopAsync();
        report.Figure("idle worker stops within", Stopwatch.GetElapsedTime(stop));
        report.Require(code == 0, $"a worker that is stopped ends with exit code {code}:\n{worker.Tail(20)}");
    }

    [GeneratedRegex(@"^.*warning (IL|CS|NET|MSB)\w+.*$", RegexOptions.Multiline)]
    private static partial Regex Warning();
}
