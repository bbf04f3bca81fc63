using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>The arguments of one turn. Numbered, and sent again as they are until an answer comes.</summary>
internal sealed class TurnRequest
{
    /// <summary>More outcomes than this wait for the next turn, so that no call keeps the server long.</summary>
    public const int MaxOutcomes = 1000;

    /// <summary>More jobs than this are not handed out by one call.</summary>
    public const int MaxWant = 1000;

    private const int BudgetAt = 8;

    private static readonly RedisValue[] Verbs = [.. Enumerable.Range(0, 128).Select(c => (RedisValue)((char)c).ToString())];
    private RedisValue[] values = new RedisValue[64];
    private int count;

    public ReadOnlyMemory<RedisValue> Arguments => values.AsMemory(0, count);

    public int Want { get; private set; }

    /// <summary>How many bytes of jobs the reply may hold; 0: it names the jobs that this call fetched before, and says how large the first is.</summary>
    public int Budget { get; private set; }

    /// <summary>How many jobs of many recoveries a session holds at a time, as <see cref="SuspectLimits"/> writes it.</summary>
    public RedisValue Suspects { get; init; } = SuspectLimits.None;

    /// <param name="session">Who calls.</param>
    /// <param name="sequence">The number of this call within the session and queue.</param>
    /// <param name="want">How many jobs at most.</param>
    /// <param name="ttlMs">The session's length.</param>
    /// <param name="queue">Where.</param>
    /// <param name="outcomes">What has ended, at most <see cref="MaxOutcomes"/>; reordered by this call.</param>
    /// <param name="budget">How many bytes of jobs the reply may hold; one job always fits.</param>
    /// <param name="kinds">Each a <see cref="JobKind"/> of jobs that others could not run and this session can.</param>
    public void Fill(RedisValue session, long sequence, int want, long ttlMs, QueueNames queue, List<Outcome> outcomes, int budget = int.MaxValue, byte[][]? kinds = null)
    {
        count = 0;
        Want = want;
        Budget = budget;
        Add(session);
        Add(sequence);
        Add(want);
        Add(ttlMs);
        Add(queue.WakeChannel);
        Add(queue.Name);
        Add(queue.EndChannel);
        Add(Suspects);
        Add(budget);
        outcomes.Sort(static (a, b) =>
            a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind)
            : a.Job.Grant != b.Job.Grant ? a.Job.Grant.CompareTo(b.Job.Grant)
            : a.Kind == OutcomeKind.Back ? a.Job.Position.CompareTo(b.Job.Position) // back to the head as they were taken from it
            : a.RetentionMs.CompareTo(b.RetentionMs));
        for (var i = 0; i < outcomes.Count;)
        {
            i = outcomes[i].Kind == OutcomeKind.Completed ? AddCompleted(outcomes, i) : AddOne(outcomes, i);
        }

        foreach (var kind in kinds ?? [])
        {
            Add(Verbs['K']);
            Add(kind);
        }
    }

    /// <summary>The same call again, with a smaller reply.</summary>
    public void Shrink(int budget)
    {
        values = [.. values]; // an earlier call may still be written out of the old one
        Budget = budget;
        values[BudgetAt] = budget;
    }

    /// <summary>A new buffer: an earlier call may still stand in the connection's backlog with the old one.</summary>
    public void Abandon() => values = new RedisValue[values.Length];

    /// <summary>Completed jobs of one grant share their holder.</summary>
    private int AddCompleted(List<Outcome> outcomes, int from)
    {
        var first = outcomes[from];
        Add(Verbs[(int)OutcomeKind.Completed]);
        Add(first.Job.Holder);
        Add(first.RetentionMs);
        var length = count;
        Add(0);
        var to = from;
        for (; to < outcomes.Count; to++)
        {
            var next = outcomes[to];
            if (next.Kind != OutcomeKind.Completed || next.Job.Grant != first.Job.Grant || next.RetentionMs != first.RetentionMs)
            {
                break;
            }

            Add(next.Job.IdBytes);
        }

        values[length] = to - from;
        return to;
    }

    private int AddOne(List<Outcome> outcomes, int at)
    {
        var outcome = outcomes[at];
        Add(Verbs[(int)outcome.Kind]);
        Add(outcome.Job.Holder);
        Add(outcome.Job.IdBytes);
        Add(outcome.RetentionMs);
        Add(outcome.DelayMs);
        Add(outcome.Kind == OutcomeKind.Unhandled ? outcome.JobKind : (RedisValue)outcome.Counter);
        Add(outcome.State);
        return at + 1;
    }

    private void Add(RedisValue value)
    {
        if (count == values.Length)
        {
            Array.Resize(ref values, count * 2);
        }

        values[count++] = value;
    }
}
