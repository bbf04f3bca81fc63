using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Redis is killed, and later stopped in order, while both workers go on.</summary>
internal sealed class RestartRedisScenario : IScenario
{
    private const int Jobs = 20_000;

    public string Name => "restart-redis";

    public string Shows => "Redis with an append-only file is killed and restarted, then stopped and restarted, while two workers work: all jobs run once";

    public async Task RunAsync(Report report, AotBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        WorkerProcess[] workers = [stage.StartWorker(), stage.StartWorker()];
        await stage.EnqueueAsync(Enumerable.Repeat(5, Jobs));

        await stage.CompletedAsync(report.Random.Next(Jobs * 2 / 10, Jobs * 4 / 10), TimeSpan.FromSeconds(60));
        await stage.Redis.KillAsync();
        await Task.Delay(report.Random.Next(100, 3000), report.Stopping); // how long it is away
        await stage.Redis.RestartAsync();

        await stage.CompletedAsync(report.Random.Next(Jobs * 6 / 10, Jobs * 8 / 10), TimeSpan.FromSeconds(60));
        await stage.Redis.StopAsync();
        await Task.Delay(report.Random.Next(100, 3000), report.Stopping);
        await stage.Redis.RestartAsync();
        await stage.CompletedAsync(Jobs, TimeSpan.FromSeconds(60));

        var stories = await Checker.CheckAsync(stage, report);
        Checker.None(report, "ran more than once", stories.Where(story => story.Starts.Count > 1));
        foreach (var worker in workers)
        {
            var turns = worker.Said("answers again after");
            report.Figure($"worker {worker.Id}: outages it noticed in a turn", turns);
            report.Require(turns > 0, $"worker {worker.Id} noticed no outage, so nothing was shown");
        }
    }
}
