namespace Jobs.Redis;

/// <summary>How a run ended, as the next turn will tell it.</summary>
internal readonly record struct Outcome(OutcomeKind Kind, TakenJob Job)
{
    /// <summary>It stands for one that Redis refused.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>How long the ended job stays visible, ms; for a job that is offered again: should a cancellation have come first.</summary>
    public long RetentionMs { get; init; }

    /// <summary>How long until it is offered again, ms.</summary>
    public long DelayMs { get; init; }

    /// <summary>The counter of the queue that grows by one.</summary>
    public string Counter { get; init; } = "";

    /// <summary>The encoded <see cref="RunState"/> that replaces the stored one.</summary>
    public byte[] State { get; init; } = [];

    public static Outcome Completed(TakenJob job, long retentionMs) => new(OutcomeKind.Completed, job) { RetentionMs = retentionMs };

    public static Outcome Ended(TakenJob job, long retentionMs, RunState state) => new(OutcomeKind.Ended, job)
    {
        RetentionMs = retentionMs,
        Counter = state.Kind == RunStateKind.Cancelled ? "cancelled" : "completed",
        State = state.Encode(),
    };

    public static Outcome Later(TakenJob job, long retentionMs, TimeSpan delay, RunState state) => new(OutcomeKind.Later, job)
    {
        RetentionMs = retentionMs,
        DelayMs = (long)delay.TotalMilliseconds,
        Counter = state.Kind switch { RunStateKind.Retrying => "failed", RunStateKind.Snoozed => "snoozed", _ => "unhandled" },
        State = state.Encode(),
    };

    public static Outcome Back(TakenJob job, long retentionMs) => new(OutcomeKind.Back, job) { RetentionMs = retentionMs };

    public static Outcome Dead(TakenJob job, RunState state) => new(OutcomeKind.Dead, job) { State = state.Encode() };
}

/// <summary>The letters of <c>turn.lua</c>.</summary>
internal enum OutcomeKind
{
    /// <summary>Completed, with nothing to keep.</summary>
    Completed = 'C',

    /// <summary>Completed with a result, or cancelled.</summary>
    Ended = 'E',

    /// <summary>To be offered again at a time: failed, snoozed or unhandled.</summary>
    Later = 'L',

    /// <summary>To the head of the queue, as if never taken.</summary>
    Back = 'B',

    /// <summary>Not to be tried again.</summary>
    Dead = 'D',
}
