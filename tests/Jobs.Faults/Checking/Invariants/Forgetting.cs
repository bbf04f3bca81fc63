using System.Diagnostics;

namespace Jobs.Faults.Checking.Invariants;

/// <summary>What holds where Redis has forgotten the last of what it did: only that may be lost or done again, and each job that is left ends once.</summary>
internal static class Forgetting
{
    /// <param name="history">Of the run.</param>
    /// <param name="queue">At rest.</param>
    /// <param name="report">Gets the figures.</param>
    /// <param name="cuts">The times of which nothing is known any more.</param>
    public static async Task CheckAsync(History history, StoredQueue queue, Report report, IReadOnlyList<(long From, long To)> cuts)
    {
        var acknowledged = history.Enqueues.Where(story => story.IsStored).ToDictionary(story => story.Id);
        var lost = history.Stories.Where(story => story.Stored is null && acknowledged.ContainsKey(story.Id)).Select(story => acknowledged[story.Id]).ToList();
        report.Figure("enqueues acknowledged, lost", $"{acknowledged.Count:N0}, {lost.Count:N0}");
        report.None("acknowledged jobs are lost though Redis had time to write them", lost.Where(story => !WasCut(story.StoredAt)));
        report.Figure("oldest acknowledgement that was lost, before the kill",
            lost.Count == 0 ? TimeSpan.Zero : lost.Max(story => Stopwatch.GetElapsedTime(story.StoredAt, Math.Max(story.StoredAt, cuts.Where(cut => InCut(cut, story.StoredAt)).Select(cut => cut.To).FirstOrDefault()))));

        var stored = history.Stories.Where(story => story.Stored is not null).ToList();
        report.None("jobs are not completed", stored.Where(story => !story.Stored!.IsCompleted));
        report.None("jobs started more often than there are reasons for", stored.Where(story => story.Starts.Count > story.ExplainedStarts + Forgotten(story)));
        report.Figure("runs repeated because Redis had forgotten them", stored.Sum(story => Math.Max(0, story.Starts.Count - story.ExplainedStarts)));
        report.Figure("jobs with recoveries", stored.Count(story => story.Stored?.Recoveries > 0));
        var twice = stored.Where(story => story.Starts.DistinctBy(start => start.Grant).Count() != story.Starts.Count).ToList();
        report.Figure("jobs started twice under one number", twice.Count);
        report.None("jobs started twice under one number though Redis had time to write it", twice.Where(story => Forgotten(story) == 0));

        var (completed, others) = (await queue.CountAsync("completed"), await queue.CountAsync("cancelled") + await queue.CountAsync("dead"));
        report.Require(completed == stored.Count && others == 0, $"{stored.Count:N0} jobs are stored, {completed:N0} completions and {others:N0} other endings were counted");
        report.Figure("outcomes refused one by one", await queue.CountAsync("refused"));

        bool WasCut(long at) => cuts.Any(cut => InCut(cut, at));

        int Forgotten(JobStory story) => story.Starts.Count(start => WasCut(start.At) || (story.EndOf(start) is { } end && WasCut(end.At)));
    }

    /// <summary>An answer is written down a moment after it was given, and an outcome is told a moment after it was written down.</summary>
    private static bool InCut((long From, long To) cut, long at) => at >= cut.From - (Stopwatch.Frequency / 2) && at <= cut.To + Stopwatch.Frequency;
}
