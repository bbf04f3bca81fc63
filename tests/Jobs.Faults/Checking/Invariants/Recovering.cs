using System.Diagnostics;

namespace Jobs.Faults.Checking.Invariants;

/// <summary>I4 and I9: a job is taken only from a worker that was killed, stood still or was cut off, and starts anew in time.</summary>
/// <remarks>A recovery is seen in two starts that follow each other. Where the first run failed or was stopped, somebody else may have held
/// the job in between without having started it; of those nothing is said.</remarks>
internal static class Recovering
{
    /// <param name="history">Of the run.</param>
    /// <param name="report">Gets the figures.</param>
    /// <param name="session">The workers' session length.</param>
    /// <param name="slack">What a recovery may take beyond a session.</param>
    public static void Check(History history, Report report, TimeSpan session, TimeSpan slack)
    {
        var away = history.Faults.Where(fault => fault.Kind is FaultKind.RedisKill or FaultKind.Outage).ToList();
        var hits = history.Faults.Where(fault => fault.Kind is FaultKind.WorkerKill or FaultKind.WorkerPause or FaultKind.WorkerCutOff).ToLookup(fault => fault.Process);
        var living = new List<JobStory>();
        var late = new List<string>();
        var quiet = new List<TimeSpan>();
        var all = new List<TimeSpan>();
        var (byKill, byPause) = (0, 0);
        foreach (var story in history.Stories)
        {
            foreach (var (before, after) in story.Starts.Zip(story.Starts.Skip(1)))
            {
                if (after.Recoveries <= before.Recoveries || story.EndOf(before) is { Event: RunEvent.Fail or RunEvent.Stop })
                {
                    continue;
                }

                var hit = hits[before.Process].Where(fault => fault.From < after.At && (fault.Kind == FaultKind.WorkerKill || fault.To > before.At)).MaxBy(fault => fault.From);
                if (hit is null)
                {
                    living.Add(story);
                    continue;
                }

                _ = hit.Kind == FaultKind.WorkerKill ? byKill++ : byPause++;
                if (after.Recoveries > before.Recoveries + 1)
                {
                    continue; // two holders died: the second did not start it
                }

                var took = Stopwatch.GetElapsedTime(hit.From, after.At);
                var disturbed = away.Where(fault => fault.From < after.At && Stopwatch.GetElapsedTime(fault.To, hit.From) < session).ToList();
                all.Add(took);
                if (disturbed.Count == 0)
                {
                    quiet.Add(took);
                }

                // While Redis is away nobody can recover, and whoever recovers must first have been renewed for a whole session.
                var bound = session + slack + disturbed.Aggregate(TimeSpan.Zero, (sum, fault) => sum + fault.Length + session);
                if (took > bound)
                {
                    late.Add($"{took.TotalSeconds:N1} s instead of {bound.TotalSeconds:N1} s after {hit}: {story}");
                }
            }
        }

        report.None("jobs were recovered from workers that lived", living);
        report.None("jobs started too late after their worker's end", late);
        report.Figure("runs repeated after a kill, after a pause", $"{byKill:N0}, {byPause:N0}");
        report.Figure("runs repeated without either: outages alone", living.Count);
        report.Figure("from kill or pause to the next start, while Redis served: p50, p100", $"{Percentile(quiet, 0.5)}, {Percentile(quiet, 1)} of {quiet.Count:N0}");
        report.Figure("the same, outages included: p100", Percentile(all, 1));
    }

    private static string Percentile(List<TimeSpan> times, double share) =>
        times.Count == 0 ? "none" : $"{times.Order().ElementAt(Math.Min(times.Count - 1, (int)(times.Count * share))).TotalSeconds:N1} s";
}
