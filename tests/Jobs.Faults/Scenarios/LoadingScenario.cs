using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Redis is killed and takes seconds to read its file, in which it answers <c>LOADING</c>.</summary>
internal sealed class LoadingScenario : IScenario
{
    private const int Jobs = 12_000;

    public string Name => "loading";

    public string Shows => "Redis answers LOADING for seconds after a restart: workers and clients wait, no attempt is lost, each job runs once";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary, "--key-load-delay", "800"); // µs per command it reads back
        stage.StartWorker();
        stage.StartWorker();
        var producer = stage.StartProducer(Roles.Producer, Jobs, "--milliseconds", "5");

        await stage.CompletedAsync(report.Random.Next(Jobs / 4, Jobs / 2), TimeSpan.FromSeconds(60));
        await stage.Redis.KillAsync();
        await RedisProbe.RefusesAsync(stage.Redis, "LOADING", until: stage.Redis.RestartAsync(), report); // which is through when it has loaded
        await stage.DrainedAsync(producer, TimeSpan.FromSeconds(60));

        var stories = (await Checker.CheckAsync(stage, report)).Stories;
        report.None("jobs ran more than once", stories.Where(story => story.Starts.Count > 1));
        report.None("jobs lost an attempt", stories.Where(story => story.Stored?.Failures > 0));
    }
}
