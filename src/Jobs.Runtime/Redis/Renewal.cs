namespace Jobs.Redis;

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
