using Jobs.Faults.Running;

namespace Jobs.Faults.Checking.Invariants;

/// <summary>I1 where jobs are left over: each stored job stands in some key, and a job in somebody's hands has a session that can be recovered,
/// whose worker knows of it. Holds at any time, so it is asked when something was waited for in vain.</summary>
internal static class Holding
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10); // jobs fetched ahead wait for half a second, outcomes for a turn

    public static async Task CheckAsync(Stage stage, Report report)
    {
        var lines = stage.Journals.Read();
        var started = lines.Where(line => line.IsStart).Select(line => (line.Id, line.Grant)).ToHashSet();
        var ended = lines.Where(line => !line.IsStart).Select(line => (line.Id, line.Grant)).ToHashSet();
        var (jobs, held, sessions, now) = await stage.Queue.HoldersAsync();
        report.None("jobs stand in no key: nothing would ever run them", jobs.Where(job => job.Value.Place == Place.Nowhere).Select(job => $"{job.Key}: {job.Value}"));
        report.None("jobs are held by a session that is forgotten: nothing would ever recover them",
            held.Where(job => !sessions.Contains(job.Session)).Select(job => $"{job.Id} by {job.Session}"));
        var old = held.Where(job => now - job.At > Patience.TotalMilliseconds && sessions.Contains(job.Session)).ToList();
        report.None($"jobs were handed out more than {Patience.TotalSeconds:N0} s ago and never started",
            old.Where(job => !started.Contains((job.Id, job.Grant))).Select(job => $"{job.Id} by {job.Session} under grant {job.Grant}"));
        report.None($"jobs are still held though their run has ended, and were handed out more than {Patience.TotalSeconds:N0} s ago",
            old.Where(job => ended.Contains((job.Id, job.Grant))).Select(job => $"{job.Id} by {job.Session} under grant {job.Grant}"));
    }
}
