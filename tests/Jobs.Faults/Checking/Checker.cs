using Jobs.Faults.Running;

namespace Jobs.Faults.Checking;

/// <summary>Holds the workers' journals against what Redis says, job by job. What must hold after any fault is required here; scenarios
/// add what must hold after theirs.</summary>
internal static class Checker
{
    private const int Page = 1000;

    /// <returns>Every job's story, in the order of enqueueing.</returns>
    public static async Task<IReadOnlyList<JobStory>> CheckAsync(Stage stage, Report report)
    {
        var lines = stage.Journals.Read();
        var byJob = lines.ToLookup(line => line.Id);
        var stories = new List<JobStory>(stage.Enqueued.Count);
        foreach (var page in stage.Enqueued.Chunk(Page))
        {
            var stored = await Task.WhenAll(page.Select(job => stage.Client.GetAsync(job.Id, job.Queue, report.Stopping).AsTask()));
            stories.AddRange(page.Zip(stored, (job, info) => new JobStory(
                job.Id, info, [.. byJob[job.Id].Where(line => line.IsStart)], [.. byJob[job.Id].Where(line => !line.IsStart)])));
        }

        None(report, "not completed", stories.Where(story => story.Stored?.State != JobState.Completed));
        None(report, "never ran to its end", stories.Where(story => story.Ends.Count == 0));
        None(report, "started more often than Redis has reasons for", stories.Where(story => story.Starts.Count > story.ExplainedStarts));
        None(report, "started twice under one grant", stories.Where(story => story.Starts.DistinctBy(line => line.Grant).Count() != story.Starts.Count));
        None(report, "ended without a start", stories.Where(story => story.Ends.Any(end => !story.Starts.Any(start => start.Grant == end.Grant && start.Process == end.Process))));

        var known = stage.Enqueued.Select(job => job.Id).ToHashSet();
        var unknown = lines.Count(line => !known.Contains(line.Id));
        report.Require(unknown == 0, $"{unknown} lines in the journals are of jobs nobody enqueued");

        var completed = await stage.Queue.CompletedAsync();
        report.Require(completed == known.Count, $"{known.Count:N0} jobs were enqueued and {completed:N0} completions counted");
        foreach (var (key, count) in await stage.Queue.UnfinishedAsync())
        {
            report.Require(count == 0, $"{count:N0} jobs are left in '{key}'");
        }

        report.Figure("jobs completed", stories.Count(story => story.Stored?.State == JobState.Completed));
        report.Figure("jobs that ran more than once", stories.Count(story => story.Starts.Count > 1));
        report.Figure("jobs with recoveries", stories.Count(story => story.Stored?.Recoveries > 0));
        return stories;
    }

    /// <summary>Requires that there is no such job; else shows the first few.</summary>
    public static void None(Report report, string what, IEnumerable<JobStory> stories)
    {
        var found = stories.ToList();
        report.Require(found.Count == 0, $"{found.Count:N0} jobs {what}:\n    {string.Join("\n    ", found.Take(5))}");
    }
}
