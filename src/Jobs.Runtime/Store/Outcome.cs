namespace Jobs.Store;

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

    /// <summary>The <see cref="Store.JobKind"/> of an unhandled job.</summary>
    public byte[] JobKind { get; init; } = [];

    /// <summary>The encoded <see cref="RunState"/> that replaces the stored one; empty, of a job that goes back: the stored one stays.</summary>
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

    /// <param name="job">Which.</param>
    /// <param name="retentionMs">As <see cref="RetentionMs"/>.</param>
    /// <param name="delay">Until it is offered to whoever it may be.</param>
    /// <param name="kind">A <see cref="JobKind"/>: who knows it may have it before.</param>
    /// <param name="state">As before but for its kind and reason: it has not run.</param>
    public static Outcome Unhandled(TakenJob job, long retentionMs, TimeSpan delay, byte[] kind, RunState state) => new(OutcomeKind.Unhandled, job)
    {
        RetentionMs = retentionMs,
        DelayMs = (long)delay.TotalMilliseconds,
        JobKind = kind,
        State = state.Encode(),
    };

    /// <summary>Given back as it was taken.</summary>
    public static Outcome Back(TakenJob job, long retentionMs) => new(OutcomeKind.Back, job) { RetentionMs = retentionMs };

    /// <summary>Given back after its handler has returned.</summary>
    public static Outcome Interrupted(TakenJob job, long retentionMs, RunState before) =>
        Back(job, retentionMs) with { State = before.Recoveries > 0 ? (before with { Recoveries = 0 }).Encode() : [] };

    public static Outcome Dead(TakenJob job, RunState state) => new(OutcomeKind.Dead, job) { State = state.Encode() };
}

/// <summary>The letters of <c>turn.lua</c>.</summary>
internal enum OutcomeKind
{
    /// <summary>Completed, with nothing to keep.</summary>
    Completed = 'C',

    /// <summary>Completed with a result, or cancelled.</summary>
    Ended = 'E',

    /// <summary>To be offered again at a time: failed or snoozed.</summary>
    Later = 'L',

    /// <summary>This session cannot run it.</summary>
    Unhandled = 'U',

    /// <summary>To the head of the queue, as if never taken.</summary>
    Back = 'B',

    /// <summary>Not to be tried again.</summary>
    Dead = 'D',
}
