using System.Globalization;
using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Workers and producers come as Redis users with the rights of <see cref="RedisAcl"/> and no others, and Redis and workers are killed meanwhile.</summary>
/// <remarks>Recovery, retries, waits and restarts call commands that a quiet run does not.</remarks>
internal sealed class LeastRightsScenario : IScenario
{
    private const int Jobs = 5_000;
    private const string Password = "secret";

    public string Name => "least-rights";

    public string Shows => "workers and a producer with the documented rights and no others: killed workers, a killed Redis, retries, delays; nothing is lost and no right is missed";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary, [.. UserOf(JobsRole.Worker), .. UserOf(JobsRole.Producer)]);
        stage.ConnectionSettings = LoginOf(JobsRole.Worker);
        string[] arguments = ["--Jobs:Worker:SessionLength", "00:00:06"];
        var dying = stage.StartWorker(Roles.Worker, arguments);
        stage.StartWorker(Roles.Worker, arguments);
        await stage.WaitAsync(async () => await stage.Queue.SessionsAsync() == 2, "two sessions", TimeSpan.FromSeconds(30));
        stage.ConnectionSettings = LoginOf(JobsRole.Producer);
        var producer = stage.StartProducer(Roles.Producer, Jobs, "--milliseconds", "5", "--fail-every", "50", "--delay-every", "50", "--delay-milliseconds", "500");

        await stage.CompletedAsync(report.Random.Next(Jobs / 10, Jobs / 3), TimeSpan.FromSeconds(60));
        var at = await dying.KillAsync();
        stage.Faults.Add(FaultKind.WorkerKill, at, at, dying.Id);
        stage.ConnectionSettings = LoginOf(JobsRole.Worker);
        stage.StartWorker(Roles.Worker, arguments);
        await stage.CompletedAsync(report.Random.Next(Jobs / 2, Jobs * 2 / 3), TimeSpan.FromSeconds(60));
        await stage.Redis.KillAsync();
        await stage.Redis.RestartAsync();
        await stage.DrainedAsync(producer, TimeSpan.FromSeconds(120));

        var history = await Checker.CheckAsync(stage, report);
        report.Require(history.Stories.Any(story => story.Starts.Count > 1), "no job ran again, so little was shown");
        foreach (var process in stage.Workers)
        {
            report.Require(process.Said("NOPERM") + process.Said("can't run this command") + process.Said("lacks rights") == 0, $"process {process.Id} missed a right:\n{process.Tail(20)}");
        }
    }

    private static string LoginOf(JobsRole role) => string.Create(CultureInfo.InvariantCulture, $"user={role},password={Password}");

    /// <summary>As an argument of the server, so that a restart has it too.</summary>
    private static string[] UserOf(JobsRole role) => ["--user", role.ToString(), "on", ">" + Password, .. RedisAcl.For(role).Split(' ')];
}
