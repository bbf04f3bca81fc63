using Jobs.Faults.Running;
using Jobs.TestServers;

namespace Jobs.Faults.Checking.Invariants;

/// <summary>I5: a job is handed out again only after the former hand-out has ended, by what the servers wrote down of what they did.</summary>
internal static class Granting
{
    public static void Check(Stage stage, Report report)
    {
        var (handOuts, ended) = (0L, 0L);
        foreach (var node in stage.Servers.Nodes)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(node.Folder, "appendonlydir"), "*.incr.aof"))
            {
                var log = GrantLog.Of(Read(file));
                handOuts += log.HandOuts;
                ended += log.EndedSessions;
                report.None("breaches of one hand at a time are in the append-only file", log.Violations);
            }
        }

        report.Figure("hand-outs in the append-only file, sessions ended by others", $"{handOuts:N0}, {ended:N0}");
    }

    /// <summary>The server may be writing on.</summary>
    private static byte[] Read(string file)
    {
        using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[from.Length];
        from.ReadExactly(bytes);
        return bytes;
    }
}
