namespace Jobs.Faults.Checking;

/// <summary>One job as the workers wrote it down, and as Redis holds it.</summary>
/// <param name="Id">The job.</param>
/// <param name="Stored">What Redis holds; null: it knows no such job.</param>
/// <param name="Lines">All events, the oldest first.</param>
internal sealed record JobStory(JobId Id, StoredRun? Stored, IReadOnlyList<JournalLine> Lines)
{
    /// <summary>Every start, the oldest first.</summary>
    public IReadOnlyList<JournalLine> Starts { get; } = [.. Lines.Where(line => line.IsStart)];

    /// <summary>Every run that came to its end, the oldest first.</summary>
    public IReadOnlyList<JournalLine> Ends { get; } = [.. Lines.Where(line => line.Event == RunEvent.End)];

    /// <summary>How many starts there is a reason for on record: the first, one per failure, one per recovery, one per handler that stopped when asked.</summary>
    public int ExplainedStarts => 1 + (Stored?.Failures ?? 0) + Recoveries + Lines.Count(line => line.Event == RunEvent.Stop);

    /// <summary>How often it was recovered, as its handlers were told and as Redis holds it. A run that fails or stops sets the count back.</summary>
    private int Recoveries
    {
        get
        {
            var (all, now) = (0, 0);
            foreach (var told in Starts.Select(start => start.Recoveries).Append(Stored?.Recoveries ?? 0))
            {
                all += told >= now ? told - now : told;
                now = told;
            }

            return all;
        }
    }

    /// <summary>How a run ended by its own journal; null: it is not written down.</summary>
    public JournalLine? EndOf(JournalLine start) => Lines.FirstOrDefault(line => !line.IsStart && line.Grant == start.Grant && line.Process == start.Process);

    public override string ToString() =>
        $"{Id}: {Stored?.ToString() ?? "not known"}; " + string.Join(", ", Lines.Select(line => $"{line.Event} by {line.Process} under grant {line.Grant}"));
}
