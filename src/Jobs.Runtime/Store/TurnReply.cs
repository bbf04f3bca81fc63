namespace Jobs.Store;

/// <summary>The decoded answer of one turn.</summary>
internal sealed class TurnReply
{
    public required TurnStatus Status { get; init; }

    /// <summary>The server's time of the turn, unix ms.</summary>
    public long Now { get; init; }

    /// <summary>When to look again; null: this session will be woken.</summary>
    public TimeSpan? NextIn { get; init; }

    /// <summary>Outcomes that were refused, since their jobs had been recovered.</summary>
    public JobId[] Refused { get; init; } = [];

    public TakenJob[] Jobs { get; init; } = [];

    /// <summary>Jobs that this turn fetched when it was sent before, and whose envelopes do not fit the smaller reply that was asked for now.</summary>
    public TakenJob[] Undelivered { get; init; } = [];

    /// <summary>How large the envelope of the first of <see cref="Undelivered"/> is, where the reply was to hold none; else 0.</summary>
    public long FirstUndeliveredBytes { get; init; }

    /// <summary>How many bytes of envelopes and states the reply held.</summary>
    public long Bytes { get; init; }

    /// <summary>Running jobs of this session that somebody wants cancelled.</summary>
    public JobId[] Cancels { get; init; } = [];
}

/// <summary>What became of a turn.</summary>
internal enum TurnStatus
{
    Applied,

    /// <summary>The session has been recovered; its jobs belong to others.</summary>
    Ended,

    /// <summary>A later turn of the session was applied before; this one did nothing.</summary>
    Stale,
}
