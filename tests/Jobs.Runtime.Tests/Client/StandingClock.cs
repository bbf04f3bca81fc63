namespace Jobs.Runtime.Tests.Client;

/// <summary>Says the same time of day, or one that is later by so much with each look. Timers and time that has passed are real.</summary>
internal sealed class StandingClock(TimeSpan step = default) : TimeProvider
{
    private long looks;

    public override DateTimeOffset GetUtcNow() =>
        DateTimeOffset.UnixEpoch.AddYears(60) + (step * Interlocked.Increment(ref looks));
}
