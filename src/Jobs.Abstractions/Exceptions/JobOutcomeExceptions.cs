namespace Jobs;

/// <summary>Thrown by a handler: the job is not to be done any more. It ends as cancelled.</summary>
public sealed class JobCancelledException(string reason = "cancelled by its handler") : Exception(reason);

/// <summary>Thrown by a handler: the job will never succeed. It is dead at once, whatever attempts are left.</summary>
public sealed class JobDeadException(string reason, Exception? innerException = null) : Exception(reason, innerException);

/// <summary>Thrown by a handler: not now. The job is offered again after <see cref="Delay"/>, and no attempt is counted.</summary>
public sealed class JobSnoozeException : Exception
{
    /// <param name="delay">1 ms to 3,650 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public JobSnoozeException(TimeSpan delay) : base($"snoozed for {delay}") =>
        Delay = Check.Range(delay, TimeSpan.FromMilliseconds(1), Limits.MaxDelay, nameof(delay));

    /// <summary>How long until it is offered again.</summary>
    public TimeSpan Delay { get; }
}
