using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>A script of somebody else keeps Redis to itself for longer than a session; Redis answers all others <c>BUSY</c>.</summary>
internal sealed class BusyScenario : IScenario
{
    private const int Jobs = 6_000;
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Blocked = TimeSpan.FromSeconds(8);

    public string Name => "busy";

    public string Shows => "somebody else's script blocks Redis for longer than a session: no attempt is lost, each job is stored once and runs once";

    public bool ByName => true;

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary, "--busy-reply-threshold", "500");
        string[] arguments = ["--Jobs:Worker:SessionLength", Session.ToString()];
        stage.StartWorker(journal: true, arguments);
        stage.StartWorker(journal: true, arguments);
        await stage.WaitAsync(async () => await stage.Queue.SessionsAsync() == 2, "two sessions", TimeSpan.FromSeconds(20));
        var producer = stage.StartProducer(Roles.Producer, Jobs, "--milliseconds", "20", "--per-second", "300", "--long-every", "200", "--long-milliseconds", "4000");
        await stage.CompletedAsync(report.Random.Next(Jobs / 6, Jobs / 3), TimeSpan.FromSeconds(60));

        await RedisProbe.RefusesAsync(stage.Redis, "BUSY", until: stage.Queue.BlockAsync(Blocked), report);
        await stage.DrainedAsync(producer, TimeSpan.FromSeconds(90));

        var stories = (await Checker.CheckAsync(stage, report)).Stories;
        report.None("jobs ran more than once", stories.Where(story => story.Starts.Count > 1));
        report.None("jobs lost an attempt", stories.Where(story => story.Stored?.Failures > 0));
        report.None("jobs were taken from a worker", stories.Where(story => story.Stored?.Recoveries > 0));
    }
}
