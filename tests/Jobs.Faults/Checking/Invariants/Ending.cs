namespace Jobs.Faults.Checking.Invariants;

/// <summary>I6 and I7: each job ended once, after a run that came to its end, and the counts add up.</summary>
internal static class Ending
{
    public static async Task CheckAsync(History history, StoredQueue queue, Report report)
    {
        var stored = history.Stories.Where(story => story.Stored is not null).ToList();
        report.None("jobs are not completed", stored.Where(story => !story.Stored!.IsCompleted));
        report.None("jobs are completed and never ran to their end", stored.Where(story => story.Stored!.IsCompleted && story.Ends.Count == 0));
        foreach (var (key, count) in await queue.UnfinishedAsync())
        {
            report.Require(count == 0, $"{count:N0} jobs are left in '{key}'");
        }

        // A second terminal transition of any job would be counted: an outcome that was accepted under a stale grant shows here.
        var completed = await queue.CountAsync("completed");
        var others = await queue.CountAsync("cancelled") + await queue.CountAsync("dead");
        report.Require(completed == stored.Count && others == 0,
            $"{stored.Count:N0} jobs are stored, {completed:N0} completions and {others:N0} cancellations and deaths were counted");
        report.Figure("jobs lost", history.Acknowledged.Count - stored.Count(story => history.Acknowledged.Contains(story.Id)));
        report.Figure("jobs completed", completed);
        report.Figure("stale writes accepted", Math.Max(0, completed + others - stored.Count));
        report.Figure("outcomes refused one by one", await queue.CountAsync("refused"));
    }
}
