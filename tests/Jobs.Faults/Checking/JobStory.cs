namespace Jobs.Faults.Checking;

/// <summary>One job as the workers wrote it down, and as Redis tells it.</summary>
/// <param name="Id">The job.</param>
/// <param name="Stored">What Redis says; null: it knows no such job.</param>
/// <param name="Starts">Every start, the oldest first.</param>
/// <param name="Ends">Every end, the oldest first.</param>
internal sealed record JobStory(JobId Id, JobInfo? Stored, IReadOnlyList<JournalLine> Starts, IReadOnlyList<JournalLine> Ends)
{
    /// <summary>How many starts Redis has a reason for: the first, one per failure, one per recovery.</summary>
    public int ExplainedStarts => 1 + (Stored?.FailedAttempts ?? 0) + (Stored?.Recoveries ?? 0);

    public override string ToString() =>
        $"{Id}: {Stored?.State.ToString() ?? "not known"}, failures {Stored?.FailedAttempts}, recoveries {Stored?.Recoveries}; "
        + string.Join(", ", Starts.Concat(Ends).OrderBy(line => line.At).Select(line => $"{(line.IsStart ? "start" : "end")} by {line.Process} under grant {line.Grant}"));
}
