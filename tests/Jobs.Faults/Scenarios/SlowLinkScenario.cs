using System.Globalization;
using Jobs.Faults.Running;
using Jobs.Faults.SlowLinks;
using Jobs.TestServers;

namespace Jobs.Faults.Scenarios;

/// <summary>Workers behind links of many round trips and rates, with small and large payloads, on few and many slots: a round of a few seconds for each.</summary>
/// <param name="name">As it is asked for.</param>
/// <param name="cells">The rounds.</param>
/// <param name="byName">Too long for every change.</param>
internal sealed class SlowLinkScenario(string name, IReadOnlyList<SlowLinkCell> cells, bool byName) : IScenario
{
    public string Name => name;

    public string Shows => $"workers behind {cells.Count} slow links, 0 to 1,500 ms and 4 to 50 MB/s, payloads of 1 KB to 1 MB, 10 and 200 slots: nothing starves, and jobs run at half or more of the rate the link allows";

    public bool ByName => byName;

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        foreach (var cell in cells)
        {
            report.Stopping.ThrowIfCancellationRequested();
            var round = await SlowLinkRound.RunAsync(redis, cell, report.Stopping);
            report.Figure(cell.ToString(), string.Create(
                CultureInfo.InvariantCulture, $"{round.PerSecond,8:N1} jobs/s of {round.Allowed,8:N1}: {round.PerSecond / round.Allowed,4:P0}; first after {round.First.TotalSeconds:N1} s; requeued {round.Requeued}"));
            report.Require(round.Ran > 0, $"{cell}: nothing ran within {round.Time.TotalSeconds:N0} s");
            report.Require(round.PerSecond >= round.Allowed / 2, $"{cell}: {round.PerSecond:N1} jobs a second, and the link allows {round.Allowed:N1}");
        }
    }
}
