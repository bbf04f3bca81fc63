using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>What must hold once a call in whose midst a command failed has been sent again and answered.</summary>
internal static class FailureCheck
{
    /// <param name="before">What the queue held before the first try.</param>
    /// <param name="after">What it holds after the answer.</param>
    /// <param name="ends">The jobs that the call may have ended, and with that forgotten.</param>
    public static void Assert(QueueDump before, QueueDump after, IEnumerable<JobId> ends)
    {
        if (before.IsSound)
            after.AssertSound();
        var forgotten = before.Ids(QueueKey.Jobs).Except(after.Ids(QueueKey.Jobs)).Except(ends);
        Xunit.Assert.Empty(forgotten);
        Xunit.Assert.DoesNotContain("open", after.Names(QueueKey.Calls));
    }

    /// <summary>A session holds in Redis what it knows of: what it held, but for what it has told, and what it was handed.</summary>
    public static void AssertHeld(QueueDump before, QueueDump after, string session, IEnumerable<JobId> told, IEnumerable<JobId> handed) =>
        Xunit.Assert.Equal(before.HeldBy(session).Except(told).Union(handed).Order(), after.HeldBy(session).Order());
}
