namespace Jobs.Faults.Checking.Invariants;

/// <summary>I1 and I2: what was acknowledged is there; what nobody knows is there once or not at all; what was said not to be stored is not.</summary>
internal static class Enqueueing
{
    public static void Check(History history, Report report)
    {
        report.None("acknowledged jobs are lost", history.Stories.Where(story => story.Stored is null && history.Acknowledged.Contains(story.Id)));

        var asked = history.Enqueues.Select(story => story.Id).Concat(history.Acknowledged).ToHashSet();
        report.None("jobs that nobody enqueued are stored or ran", history.Stories.Where(story => !asked.Contains(story.Id)));

        var stored = history.Stories.Where(story => story.Stored is not null || story.Lines.Count > 0).Select(story => story.Id).ToHashSet();
        report.None("jobs are stored although their producer was told that they are not",
            history.Enqueues.Where(story => !story.IsStored && !story.IsInDoubt && stored.Contains(story.Id)));

        var doubtful = history.Enqueues.Where(story => story.IsInDoubt && !story.IsStored).ToList();
        report.Figure("enqueues acknowledged", history.Acknowledged.Count);
        report.Figure("enqueues whose end nobody knows: stored, not stored",
            $"{doubtful.Count(story => stored.Contains(story.Id)):N0}, {doubtful.Count(story => !stored.Contains(story.Id)):N0}");
    }
}
