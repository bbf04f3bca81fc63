namespace Jobs.Worker;

/// <summary>How long a session has been renewed without a gap. Only after a whole session length is the silence of others theirs: before
/// that it may be an outage of Redis, in which nobody could be heard.</summary>
/// <remarks>One thread renews; any may ask.</remarks>
internal sealed class RenewalStreak(TimeProvider time, TimeSpan sessionLength)
{
    private long since; // as a timestamp; 0: there is none
    private long renewedAt;

    public bool IsLongEnough
    {
        get
        {
            var now = time.GetTimestamp();
            var began = Volatile.Read(ref since); // read once: a renewal may fail meanwhile
            return began != 0
                && time.GetElapsedTime(began, now) >= sessionLength
                && time.GetElapsedTime(Volatile.Read(ref renewedAt), now) < sessionLength / 2;
        }
    }

    /// <summary>A renewal was answered.</summary>
    public void Renewed()
    {
        var now = time.GetTimestamp();
        if (since == 0 || time.GetElapsedTime(renewedAt, now) > sessionLength / 2)
        {
            Volatile.Write(ref since, now);
        }

        Volatile.Write(ref renewedAt, now);
    }

    /// <summary>A renewal failed: whether Redis serves others is not known.</summary>
    public void Broken() => Volatile.Write(ref since, 0);
}
