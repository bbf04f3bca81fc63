using Jobs.Faults.Running;
using Jobs.TestServers;

namespace Jobs.Faults.Checking.Invariants;

/// <summary>I5: a job is handed out again only after the former hand-out has ended, by what the servers wrote down of what they did.</summary>
internal static class Granting
{
    public static void Check(Stage stage, Report report)
    {
        var (handOuts, ended) = (0L, 0L);
        foreach (var file in AppendOnlyFiles.Of(stage))
        {
            var log = GrantLog.Of(file);
            handOuts += log.HandOuts;
            ended += log.EndedSessions;
            report.None("breaches of one hand at a time are in the append-only file", log.Violations);
        }

        report.Figure("hand-outs in the append-only file, sessions ended by others", $"{handOuts:N0}, {ended:N0}");
    }
}
