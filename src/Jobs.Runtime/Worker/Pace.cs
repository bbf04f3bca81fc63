namespace Jobs.Worker;

/// <summary>How fast a queue's jobs finish and how long a turn takes: out of these, how many jobs to fetch ahead of free slots.</summary>
/// <remarks>As many as finish during two turns. Jobs of a second make that none; jobs of a microsecond, hundreds. Where they were all through before the
/// turn was over, and slots were idle, more could have finished: the next turn brings twice as many. Without it a worker of very many queues stays at few jobs a turn.</remarks>
internal sealed class Pace(TimeProvider time, int max)
{
    /// <summary>After a pause of so long the next job may be a long one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>How long fetched jobs wait for a slot at least. Two turns where that is longer: the next one brings what this one could have run.</summary>
    private static readonly TimeSpan MinPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>While a turn takes longer, none are fetched ahead: they would wait too long for a worker that other workers could have run them for.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(4);

    private long last;
    private double perTurn;
    private int grown;
    private TimeSpan turn;

    /// <summary>How many to have in hand beyond the free slots.</summary>
    public int Prefetch => Math.Min(max, Math.Max((int)(perTurn * 2), grown));

    /// <summary>How long fetched jobs wait for a slot before they go back, counted from their arrival.</summary>
    public TimeSpan Patience => turn > LongestTurn ? 2 * LongestTurn : turn * 2 > MinPatience ? turn * 2 : MinPatience;

    /// <summary>Jobs fetched ahead waited too long for a slot.</summary>
    public void Reset() => (perTurn, grown) = (0, 0);

    /// <summary>A turn was answered that told of so many finished jobs.</summary>
    /// <param name="finished">How many.</param>
    /// <param name="sentAt">When it was sent. While it was under way is no pause: a Redis that is far, or busy with other queues, needs more fetched ahead, not less.</param>
    /// <param name="starved">How many it brought, where slots were idle and nothing of the queue waited for one when it came; else 0.</param>
    public void Turned(int finished, long sentAt, int starved)
    {
        var now = time.GetTimestamp();
        turn = time.GetElapsedTime(sentAt, now);
        var sample = time.GetElapsedTime(last, sentAt) < Pause && turn < LongestTurn ? finished : 0;
        last = now;
        perTurn = sample > perTurn ? sample : (perTurn + sample) / 2;
        grown = sample > 0 ? 3 * starved : 0; // those that came, and twice as many
    }
}
