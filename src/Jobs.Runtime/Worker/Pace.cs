namespace Jobs.Worker;

/// <summary>How fast a queue's jobs finish and how long a turn takes: out of these, how many jobs to fetch ahead of free slots.</summary>
/// <remarks>As many as finish during two turns. Jobs of a second make that none; jobs of a microsecond, hundreds.</remarks>
internal sealed class Pace(TimeProvider time, int max)
{
    private long last;
    private double perTurn;

    /// <summary>How many to have in hand beyond the free slots.</summary>
    public int Prefetch => Math.Min(max, (int)(perTurn * 2));

    /// <summary>Jobs fetched ahead waited too long for a slot.</summary>
    public void Reset() => perTurn = 0;

    /// <summary>A turn was answered that told of so many finished jobs.</summary>
    public void Turned(int finished)
    {
        var now = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(last, now);
        last = now;

        // Counting only quick successions: after a pause the next job may be a long one.
        var sample = elapsed < TimeSpan.FromMilliseconds(50) ? finished : 0;
        perTurn = sample > perTurn ? sample : (perTurn + sample) / 2;
    }
}
