using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary><c>SCRIPT FLUSH</c> many times a second, under load.</summary>
internal sealed class FlushScriptsScenario : IScenario
{
    private const int Jobs = 20_000;

    public string Name => "flush-scripts";

    public string Shows => "Redis forgets its scripts twenty times a second while two workers and a producer work: nobody notices";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        WorkerProcess[] workers = [stage.StartWorker(), stage.StartWorker()];
        var flushes = 0;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(report.Stopping);
        var flushing = FlushAsync();
        var producer = stage.StartProducer(Roles.Producer, Jobs, "--milliseconds", "2");
        await stage.DrainedAsync(producer, TimeSpan.FromSeconds(90));
        await over.CancelAsync();
        await flushing;

        var stories = (await Checker.CheckAsync(stage, report)).Stories;
        report.None("jobs ran more than once", stories.Where(story => story.Starts.Count > 1));
        report.Figure("times the scripts were forgotten", flushes);
        report.Require(flushes > 20, "the scripts were hardly ever forgotten, so nothing was shown");
        foreach (var worker in workers)
        {
            report.Require(worker.Said("NOSCRIPT") == 0 && worker.Said("fail:") == 0, $"worker {worker.Id} noticed:\n{worker.Tail(10)}");
        }

        async Task FlushAsync()
        {
            for (; !over.IsCancellationRequested; flushes++)
            {
                await stage.Queue.FlushScriptsAsync();
                await Task.Delay(50, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
