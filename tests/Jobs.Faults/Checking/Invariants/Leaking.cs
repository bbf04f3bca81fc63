using Jobs.Faults.Running;

namespace Jobs.Faults.Checking.Invariants;

/// <summary>I8: when all jobs have ended, their retention is over and the workers have stopped, nothing is left but counters, the list of queues and what workers say of their jobs.</summary>
internal static class Leaking
{
    private static readonly string[] Lasting = ["jobs:layout", "jobs:manifests", "jobs:queues", "jobs:queues:used", "{jobs:default}:control", "{jobs:default}:stats"];

    /// <summary>What there is for as long as a worker has a session.</summary>
    private static readonly string[] OfSessions = ["{jobs:default}:calls", "{jobs:default}:idle", "{jobs:default}:workers"];

    /// <summary>Ends all retentions, waits for the workers to sweep, stops them in order, and looks at the keys.</summary>
    /// <param name="stage">Nothing is left to do there.</param>
    /// <param name="report">Gets what is leaked.</param>
    /// <param name="living">Workers that are not stopped, since the next round is theirs too.</param>
    public static async Task CheckAsync(Stage stage, Report report, params WorkerProcess[] living)
    {
        await stage.Queue.EndRetentionsAsync();
        await Until.HoldsAsync(
            async () => !(await stage.Queue.KeysAsync()).Any(key => key.Contains("}:jobs:", StringComparison.Ordinal)),
            "the jobs whose retention has ended are swept away", TimeSpan.FromSeconds(60), report.Stopping);
        foreach (var worker in stage.Workers.Where(worker => worker.IsRunning && !living.Contains(worker)))
        {
            var code = await worker.StopAsync();
            report.Require(code == 0, $"worker {worker.Id}, stopped in order, ended with exit code {code}:\n{worker.Tail(20)}");
        }

        // A session that was killed is forgotten only by a recovery, and the last one's by nobody who is left.
        if (living.Length > 0)
        {
            await Until.HoldsAsync(async () => await stage.Queue.SessionsAsync() == living.Length, "the sessions of the dead are forgotten", TimeSpan.FromSeconds(60), report.Stopping);
        }

        var leaked = (await stage.Queue.KeysAsync()).Except(living.Length > 0 ? [.. Lasting, .. OfSessions] : Lasting).ToList();
        report.Figure("keys leaked", leaked.Count);
        report.None("keys are leaked", leaked);
    }
}
