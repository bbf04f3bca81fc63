using System.Diagnostics;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Storm;

/// <summary>Kills Redis and starts it again, soon or only after several session lengths; in between it has it forget its scripts.</summary>
internal sealed class RedisHavoc(Stage stage, StormPlan plan, Report report, Random random)
{
    private TimeSpan slowest;

    private TimeSpan Outage => plan.Session * 3;

    /// <summary>The p99.9 of script times, of the worst life of the server.</summary>
    public TimeSpan ScriptTime => slowest;

    public async Task RunAsync(CancellationToken ct)
    {
        var outages = Enumerable.Repeat(true, plan.Outages).Concat(Enumerable.Repeat(false, plan.RedisKills)).ToArray();
        random.Shuffle(outages);
        var flushes = plan.ScriptFlushes;
        for (var i = 0; i < outages.Length; i++)
        {
            var now = flushes / (outages.Length - i);
            var gap = plan.Gap(random, outages.Length, plan.Outages * Outage);
            for (var flush = 0; flush < now; flush++, flushes--)
            {
                await Task.Delay(gap / (now + 1), ct);
                await stage.Queue.FlushScriptsAsync();
            }

            await Task.Delay(gap / (now + 1), ct);
            await MeasureAsync();
            await AwayAsync(outages[i], ct);
        }
    }

    /// <summary>Notes how long scripts took, before a kill makes the server forget it.</summary>
    public async Task MeasureAsync() => slowest = await stage.Queue.ScriptTimeAsync(percentile: 99.9) is { } time && time > slowest ? time : slowest;

    private async Task AwayAsync(bool outage, CancellationToken ct)
    {
        var from = Stopwatch.GetTimestamp();
        await stage.Redis.KillAsync();
        await Task.Delay(outage ? Outage : TimeSpan.FromMilliseconds(random.Next(50, 2000)), ct);
        await stage.Redis.RestartAsync();
        report.Say($"Redis was away for {Stopwatch.GetElapsedTime(from).TotalSeconds:N1} s");
        stage.Faults.Add(outage ? FaultKind.Outage : FaultKind.RedisKill, from);
    }
}
