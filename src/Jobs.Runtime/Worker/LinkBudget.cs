namespace Jobs.Worker;

/// <summary>How many bytes a turn of one queue may carry each way, so that over whatever link its reply comes well before the call times out.</summary>
/// <remarks>Grows while full turns take little longer than a round trip, shrinks when they take much longer. The bytes are to take twice as long as
/// the round trip, at least a quarter of a second: so the link is busy for most of the time. A turn that was not answered makes the next one carry a single job.</remarks>
/// <param name="time">The worker's clock.</param>
/// <param name="timeout">How long a call waits for its reply now.</param>
internal sealed class LinkBudget(TimeProvider time, Func<TimeSpan> timeout)
{
    public const int First = 1024 * 1024;
    public const int Most = 64 * 1024 * 1024;
    public const int Least = 64 * 1024;

    /// <summary>A turn always carries one job, and with this not a second one.</summary>
    public const int OneJob = 1;

    /// <summary>A reply of so few bytes takes a round trip, over any link that can be worked with.</summary>
    private const int Small = 16 * 1024;

    private static readonly TimeSpan MinTransfer = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxTransfer = TimeSpan.FromSeconds(3);
    private TimeSpan? roundTrip;
    private double perJob;

    public int Bytes { get; private set; } = First;

    /// <summary>What a turn is to take, from its sending to its reply.</summary>
    private TimeSpan Target
    {
        get
        {
            var trip = roundTrip ?? TimeSpan.Zero;
            var target = trip + TimeSpan.FromTicks(Math.Clamp(2 * trip.Ticks, MinTransfer.Ticks, MaxTransfer.Ticks));
            var longest = trip + ((timeout() - trip) / 2);
            return target < longest ? target : longest;
        }
    }

    /// <summary>Out of so many jobs those that will fit, by the size of the last ones.</summary>
    public int Afford(int want) => perJob * want <= Bytes ? want : Math.Min(want, 1 + (int)(Bytes / perJob));

    /// <summary>A turn was answered at the first try.</summary>
    /// <param name="sentAt">When it was sent.</param>
    /// <param name="told">Bytes of the outcomes that it told.</param>
    /// <param name="fetched">Bytes of the jobs that it fetched.</param>
    /// <param name="jobs">How many these are.</param>
    public void Answered(long sentAt, long told, long fetched, int jobs)
    {
        var took = time.GetElapsedTime(sentAt);
        var bytes = Math.Max(told, fetched);
        if (bytes <= Small || Bytes <= Least || took < (roundTrip ?? TimeSpan.MaxValue)) // where fewer bytes take no less, it is the way that takes the time
        {
            roundTrip = took;
        }

        if (jobs > 0)
        {
            perJob = perJob == 0 ? (double)fetched / jobs : (perJob + ((double)fetched / jobs)) / 2;
        }

        var target = Target;
        if (bytes > Small && took > target * 1.5)
        {
            Bytes = (int)Math.Clamp(bytes * (target / took), Least, Math.Max(Least, Bytes));
        }
        else if (bytes >= Bytes / 2 && took <= target)
        {
            Bytes = (int)Math.Clamp(Bytes * Math.Clamp(target / took, 1.25, 8), Least, Most);
        }
    }

    /// <summary>A turn was not answered in time.</summary>
    public void Failed() => Bytes = OneJob;
}
