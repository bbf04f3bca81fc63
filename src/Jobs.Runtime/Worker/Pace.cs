namespace Jobs.Worker;

/// <summary>How fast a queue's jobs finish and how long a turn takes: out of these, how many jobs to fetch ahead of free slots.</summary>
/// <remarks>As many as finish during two turns. Jobs of a second make that none; jobs of a microsecond, hundreds.</remarks>
internal sealed class Pace(TimeProvider time, int max)
{
    /// <summary>After a pause of so long the next job may be a long one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Of turns that take longer, two would be longer than fetched jobs are kept waiting.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(250);

    private long last;
    private double perTurn;

    /// <summary>How many to have in hand beyond the free slots.</summary>
    public int Prefetch => Math.Min(max, (int)(perTurn * 2));

    /// <summary>Jobs fetched ahead waited too long for a slot.</summary>
    public void Reset() => perTurn = 0;

    /// <summary>A turn was answered that told of so many finished jobs.</summary>
    /// <param name="finished">How many.</param>
    /// <param name="sentAt">When it was sent. While it was under way is no pause: a Redis that is far, or busy with other queues, needs more fetched ahead, not less.</param>
    public void Turned(int finished, long sentAt)
    {
        var now = time.GetTimestamp();
        var sample = time.GetElapsedTime(last, sentAt) < Pause && time.GetElapsedTime(sentAt, now) < LongestTurn ? finished : 0;
        last = now;
        perTurn = sample > perTurn ? sample : (perTurn + sample) / 2;
    }
}
