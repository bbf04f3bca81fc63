using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Redis is killed time and again, and once stopped in order, while both workers go on.</summary>
/// <remarks>Several times, since what is hard is a turn that was applied and not answered, and a kill meets one only now and then.</remarks>
internal sealed class RestartRedisScenario : IScenario
{
    private const int Jobs = 20_000;
    private const int Restarts = 6;

    public string Name => "restart-redis";

    public string Shows => "Redis with an append-only file is killed and restarted several times while two workers work: all jobs run once";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        WorkerProcess[] workers = [stage.StartWorker(), stage.StartWorker()];
        await stage.EnqueueAsync(Enumerable.Repeat(5, Jobs));

        for (var restart = 1; restart <= Restarts; restart++)
        {
            var share = Jobs / (Restarts + 1);
            await stage.CompletedAsync((restart * share) + report.Random.Next(share / 2), TimeSpan.FromSeconds(60));
            await (restart == Restarts ? stage.Redis.StopAsync() : stage.Redis.KillAsync());
            await Task.Delay(report.Random.Next(50, 2000), report.Stopping); // how long it is away
            await stage.Redis.RestartAsync();
        }

        await stage.CompletedAsync(Jobs, TimeSpan.FromSeconds(60));

        var stories = (await Checker.CheckAsync(stage, report)).Stories;
        report.None("jobs ran more than once", stories.Where(story => story.Starts.Count > 1));
        foreach (var worker in workers)
        {
            var turns = worker.Said("back after");
            report.Figure($"worker {worker.Id}: outages it says are over", turns);
            report.Require(turns > 0, $"worker {worker.Id} noticed no outage, so nothing was shown");
        }
    }
}
