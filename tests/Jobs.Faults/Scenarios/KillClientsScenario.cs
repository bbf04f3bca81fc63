using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Redis closes every connection, time and again, as a proxy or an operator may.</summary>
internal sealed class KillClientsScenario : IScenario
{
    private const int Jobs = 12_000;
    private const int MinPause = 200; // ms
    private const int MaxPause = 1500; // ms

    public string Name => "kill-clients";

    public string Shows => "all connections are closed time and again while two workers and a producer work: each job is stored once and runs once";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        stage.StartWorker();
        stage.StartWorker();
        var (storms, killed) = (0, 0L);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(report.Stopping);
        var killing = KillAsync();
        var producer = stage.StartProducer(Roles.Producer, Jobs, "--milliseconds", "10", "--per-second", "1200");
        await stage.DrainedAsync(producer, TimeSpan.FromSeconds(90));
        await over.CancelAsync();
        await killing;

        var stories = (await Checker.CheckAsync(stage, report)).Stories;
        report.None("jobs ran more than once", stories.Where(story => story.Starts.Count > 1));
        report.Figure("storms", storms);
        report.Figure("connections closed", killed);
        report.Require(storms >= 5, "there were hardly any storms, so nothing was shown");

        async Task KillAsync()
        {
            for (; !over.IsCancellationRequested; storms++)
            {
                await Task.Delay(report.Random.Next(MinPause, MaxPause), over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                killed += await stage.Queue.KillClientsAsync();
            }
        }
    }
}
