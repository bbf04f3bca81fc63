namespace Jobs.Store;

/// <summary>One turn of a session. Numbered, and sent again as it is until an answer comes.</summary>
internal sealed class TurnRequest
{
    /// <summary>More outcomes than this wait for the next turn, so that no call keeps the store long.</summary>
    public const int MaxOutcomes = 1000;

    /// <summary>More jobs than this are not handed out by one call.</summary>
    public const int MaxWant = 1000;

    /// <summary>How many jobs of many recoveries a session holds at a time, as <see cref="SuspectLimits"/> writes it.</summary>
    public string Suspects { get; init; } = SuspectLimits.None;

    /// <summary>Who calls.</summary>
    public string Session { get; private set; } = "";

    /// <summary>The number of this call within the session and queue.</summary>
    public long Sequence { get; private set; }

    /// <summary>How many jobs at most.</summary>
    public int Want { get; private set; }

    /// <summary>The session's length.</summary>
    public long TtlMs { get; private set; }

    /// <summary>How many bytes of jobs the reply may hold; 0: it names the jobs that this call fetched before, and says how large the first is.</summary>
    public int Budget { get; private set; }

    /// <summary>What has ended: completed jobs of one grant and retention beside each other, what goes back as it was taken from the head.</summary>
    public List<Outcome> Outcomes { get; private set; } = [];

    /// <summary>Each a <see cref="JobKind"/> of jobs that others could not run and this session can.</summary>
    public byte[][] Kinds { get; private set; } = [];

    /// <param name="session">Who calls.</param>
    /// <param name="sequence">The number of this call within the session and queue.</param>
    /// <param name="want">How many jobs at most.</param>
    /// <param name="ttlMs">The session's length.</param>
    /// <param name="outcomes">What has ended, at most <see cref="MaxOutcomes"/>; reordered by this call, and not to be changed until the call has ended.</param>
    /// <param name="budget">How many bytes of jobs the reply may hold; one job always fits.</param>
    /// <param name="kinds">Each a <see cref="JobKind"/> of jobs that others could not run and this session can.</param>
    public void Fill(string session, long sequence, int want, long ttlMs, List<Outcome> outcomes, int budget = int.MaxValue, byte[][]? kinds = null)
    {
        Session = session;
        Sequence = sequence;
        Want = want;
        TtlMs = ttlMs;
        Budget = budget;
        Kinds = kinds ?? [];
        Outcomes = outcomes;
        outcomes.Sort(static (a, b) =>
            a.End != b.End ? a.End.CompareTo(b.End)
            : a.IsPlain != b.IsPlain ? b.IsPlain.CompareTo(a.IsPlain)
            : a.Job.Grant != b.Job.Grant ? a.Job.Grant.CompareTo(b.Job.Grant)
            : a.End == RunEnd.Interrupted ? a.Job.Position.CompareTo(b.Job.Position) // back to the head as they were taken from it
            : a.RetentionMs.CompareTo(b.RetentionMs));
    }

    /// <summary>The same call again, with a smaller reply.</summary>
    public void Shrink(int budget) => Budget = budget;
}
