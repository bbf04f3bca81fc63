namespace Jobs.Faults.Checking.Invariants;

/// <summary>I6 and I7: each job ended once, after a run that came to its end, and the counts add up.</summary>
internal static class Ending
{
    /// <summary>What holds at any time while no retention has ended: a second terminal transition of any job would be counted.</summary>
    public static async Task CheckCountsAsync(History history, StoredQueue queue, Report report)
    {
        var stored = history.Stories.Count(story => story.Stored is not null);
        var ended = await queue.CountAsync("completed") + await queue.CountAsync("cancelled") + await queue.CountAsync("dead");
        report.Require(ended <= stored, $"{stored:N0} jobs are stored and {ended:N0} endings were counted: stale writes were accepted");
    }

    public static async Task CheckAsync(History history, StoredQueue queue, Report report, HashSet<JobId> toDie)
    {
        var stored = history.Stories.Where(story => story.Stored is not null).ToList();
        report.None("jobs are not dead, though they are to be", stored.Where(story => toDie.Contains(story.Id) && story.Stored!.Place != Place.Dead));
        report.None("jobs are not completed", stored.Where(story => !toDie.Contains(story.Id) && !story.Stored!.IsCompleted));
        report.None("jobs are completed and never ran to their end", stored.Where(story => story.Stored!.IsCompleted && story.Ends.Count == 0));
        foreach (var (key, count) in await queue.UnfinishedAsync())
        {
            report.Require(count == (key == "dead" ? toDie.Count : 0), $"{count:N0} jobs are in '{key}'");
        }

        // A second terminal transition of any job would be counted: an outcome that was accepted under a stale grant shows here.
        var completed = await queue.CountAsync("completed");
        var others = await queue.CountAsync("cancelled") + await queue.CountAsync("dead");
        report.Require(completed == stored.Count - toDie.Count && others == toDie.Count,
            $"{stored.Count:N0} jobs are stored, {toDie.Count} of them to be dead; {completed:N0} completions and {others:N0} cancellations and deaths were counted");
        report.Figure("jobs lost", history.Acknowledged.Count - stored.Count(story => history.Acknowledged.Contains(story.Id)));
        report.Figure("jobs completed", completed);
        report.Figure("stale writes accepted", Math.Max(0, completed + others - stored.Count));
        report.Figure("outcomes refused one by one", await queue.CountAsync("refused"));
    }
}
