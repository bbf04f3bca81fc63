namespace Jobs.Store;

/// <summary>What became of a renewal.</summary>
internal enum Renewal
{
    /// <summary>The session has been recovered and must not be used any more.</summary>
    Ended,

    /// <summary>It lives for a session length.</summary>
    Renewed,

    /// <summary>It holds nothing, and lives for as long as such a session may.</summary>
    Resting,
}

/// <summary>A renewal that was sent.</summary>
/// <param name="Reply">Ends with the reply. A thread may block on it: it needs no thread of the pool on its way.</param>
/// <param name="Read">Reads the reply, which has come.</param>
internal readonly record struct PendingRenewal(Task Reply, Func<Task, Renewal> Read)
{
    public static PendingRenewal Failed(Exception error) => new(Task.FromException(error), static _ => Renewal.Ended);

    /// <summary>The reply, once it has come.</summary>
    public Renewal End() => Read(Reply);
}
