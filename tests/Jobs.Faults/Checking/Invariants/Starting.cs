namespace Jobs.Faults.Checking.Invariants;

/// <summary>I3 and I4: a hand-out starts at most once, and every start but the first has a reason on record.</summary>
internal static class Starting
{
    /// <summary>What holds at any time.</summary>
    public static void CheckStarts(History history, Report report)
    {
        var stories = history.Stories;
        report.None("jobs started twice under one grant", stories.Where(story => story.Starts.DistinctBy(line => line.Grant).Count() != story.Starts.Count));
        report.None("jobs started more often than there are reasons for", stories.Where(story => story.Starts.Count > story.ExplainedStarts));
    }

    public static void Check(History history, Report report)
    {
        var stories = history.Stories;
        CheckStarts(history, report);
        report.None("jobs ended without a start", stories.Where(story =>
            story.Lines.Any(end => !end.IsStart && !story.Starts.Any(start => start.Grant == end.Grant && start.Process == end.Process))));
        report.None("jobs have failed more often by Redis than by their handlers",
            stories.Where(story => story.Stored?.Failures > story.Lines.Count(line => line.Event == RunEvent.Fail)));

        report.Figure("starts without a reason on record", stories.Sum(story => Math.Max(0, story.Starts.Count - story.ExplainedStarts)));
        report.Figure("starts", stories.Sum(story => story.Starts.Count));
        report.Figure("jobs that ran more than once", stories.Count(story => story.Starts.Count > 1));
        report.Figure("jobs with recoveries", stories.Count(story => story.Stored?.Recoveries > 0));
    }
}
