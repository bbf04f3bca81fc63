namespace Jobs.Redis;

/// <summary>How long the calls of one connection wait for a reply: 2 s, and 8 s while replies are slow to come.</summary>
/// <remarks>The client library asks at each heartbeat, so a change holds for calls that are under way too. It gives a connection up after four
/// times that long without a byte: where nothing is answered within 8 s either, the time is short again, so that a dead connection is found soon.</remarks>
internal sealed class CallPatience(TimeProvider time)
{
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(8);

    /// <summary>A reply that took longer says that the next may take longer than <see cref="Short"/>.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private readonly long start = time.GetTimestamp();
    private TimeSpan heardAt; // all three since the start
    private TimeSpan longUntil;
    private TimeSpan shortUntil;

    public TimeSpan Value
    {
        get
        {
            lock (gate)
            {
                return Now < longUntil ? Long : Short;
            }
        }
    }

    private TimeSpan Now => time.GetElapsedTime(start);

    /// <summary>A call was answered.</summary>
    public void Answered(TimeSpan after)
    {
        if (after < Slow)
        {
            return;
        }

        lock (gate)
        {
            heardAt = Now;
            longUntil = heardAt + Memory;
        }
    }

    /// <summary>A call was not answered in time.</summary>
    public void TimedOut()
    {
        lock (gate)
        {
            var now = Now;
            if (now < shortUntil)
            {
                return;
            }

            if (now >= longUntil)
            {
                heardAt = now;
                longUntil = now + Memory;
            }
            else if (now - heardAt >= Long)
            {
                longUntil = now;
                shortUntil = now + (2 * Short);
            }
        }
    }
}
