namespace Jobs.Store;

/// <summary>What a failed call may have done.</summary>
internal enum FaultKind
{
    /// <summary>It never left this process, or the store turned it away before it ran: calling again is a first call.</summary>
    NotApplied,

    /// <summary>It was sent and no answer came: it ran or it did not. Repeat it as it was.</summary>
    Ambiguous,

    /// <summary>The store refuses it and will again, and nothing was done: out of memory, no rights to call it.</summary>
    Refused,

    /// <summary>It failed midway, and what was done before it stays. Repeat it as it was: the store takes up what it left.
    /// It will fail again where the cause lasts: a right that is missing, a key that holds something else.</summary>
    Failed,
}

/// <summary>A failed call, judged by the store it was made to.</summary>
/// <param name="Kind">What it may have done.</param>
/// <param name="Description">A clause that names who did what, as a part of a message: <c>Redis refused the call (OOM …)</c>.</param>
/// <param name="Summary">The failure in a few words, as a part of a message.</param>
/// <param name="NextStep">What a person can do about it, as the end of a message; empty where the error says it all.</param>
internal sealed record StoreFault(FaultKind Kind, string Description, string Summary, string NextStep)
{
    /// <summary>The store itself has answered, with an error.</summary>
    public bool IsReply { get; init; }

    /// <summary>No reply came within the time of a call.</summary>
    public bool IsTimeout { get; init; }

    /// <summary>It was sent, so it may have been done.</summary>
    public bool IsInDoubt => Kind is FaultKind.Ambiguous or FaultKind.Failed;
}
