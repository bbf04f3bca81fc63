namespace Jobs.Worker;

/// <summary>How long Redis has been heard for a session without a gap. Only after a whole session length is the silence of others theirs: before
/// that it may be an outage of Redis, in which nobody could be heard.</summary>
/// <remarks>Heard is an answer to the session itself, or what another has told of the answer it got a moment before. Any thread may tell or ask.</remarks>
internal sealed class RenewalStreak(TimeProvider time, TimeSpan sessionLength)
{
    private readonly Lock gate = new();
    private long since; // as a timestamp; 0: there is none
    private long renewedAt;

    public bool IsLongEnough
    {
        get
        {
            var now = time.GetTimestamp();
            lock (gate)
            {
                return since != 0
                    && time.GetElapsedTime(since, now) >= sessionLength
                    && time.GetElapsedTime(renewedAt, now) < sessionLength / 2;
            }
        }
    }

    /// <summary>Redis was heard.</summary>
    public void Renewed()
    {
        var now = time.GetTimestamp();
        lock (gate)
        {
            if (since == 0 || time.GetElapsedTime(renewedAt, now) > sessionLength / 2)
            {
                since = now;
            }

            renewedAt = now;
        }
    }

    /// <summary>A call failed: whether Redis serves others is not known.</summary>
    public void Broken()
    {
        lock (gate)
        {
            since = 0;
        }
    }
}
