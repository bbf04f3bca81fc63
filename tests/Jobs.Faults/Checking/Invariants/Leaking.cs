using Jobs.Faults.Running;

namespace Jobs.Faults.Checking.Invariants;

/// <summary>I8: when all jobs have ended, their retention is over and the workers have stopped, nothing is left but counters, the list of queues and what workers say of their jobs.</summary>
internal static class Leaking
{
    private static readonly string[] Lasting = ["jobs:manifests", "jobs:queues", "{jobs:default}:control", "{jobs:default}:stats"];

    /// <summary>Ends all retentions, waits for the workers to sweep, stops them in order, and looks at the keys.</summary>
    public static async Task CheckAsync(Stage stage, Report report)
    {
        await stage.Queue.EndRetentionsAsync();
        await Until.HoldsAsync(
            async () => !(await stage.Queue.KeysAsync()).Any(key => key.EndsWith(":jobs", StringComparison.Ordinal)),
            "the jobs whose retention has ended are swept away", TimeSpan.FromSeconds(60), report.Stopping);
        foreach (var worker in stage.Workers.Where(worker => worker.IsRunning))
        {
            var code = await worker.StopAsync();
            report.Require(code == 0, $"worker {worker.Id}, stopped in order, ended with exit code {code}:\n{worker.Tail(20)}");
        }

        // A session that was killed is forgotten only by a recovery, and the last one's by nobody who is left.
        var leaked = (await stage.Queue.KeysAsync()).Except(Lasting).ToList();
        report.Figure("keys leaked", leaked.Count);
        report.None("keys are leaked", leaked);
    }
}
