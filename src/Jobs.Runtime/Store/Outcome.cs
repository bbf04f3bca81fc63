namespace Jobs.Store;

/// <summary>How a run ended, as the next turn will tell it.</summary>
/// <param name="End">How.</param>
/// <param name="Job">Whose run it was.</param>
internal readonly record struct Outcome(RunEnd End, TakenJob Job)
{
    /// <summary>It stands for one that Redis refused.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>How long the ended job stays visible, ms; for a job that is offered again: should a cancellation have come first.</summary>
    public long RetentionMs { get; init; }

    /// <summary>How long until it is offered again, ms.</summary>
    public long DelayMs { get; init; }

    /// <summary>The counter of the queue that grows by one.</summary>
    public string Counter => End.Counter();

    /// <summary>The <see cref="Store.JobKind"/> of an unhandled job.</summary>
    public byte[] JobKind { get; init; } = [];

    /// <summary>Completed, with nothing to keep: of very many, so they are told together.</summary>
    public bool IsPlain => End == RunEnd.Completed && State.Length == 0;

    /// <summary>The encoded <see cref="RunState"/> that replaces the stored one; empty, of a job that goes back: the stored one stays.</summary>
    public byte[] State { get; init; } = [];

    public static Outcome Completed(TakenJob job, long retentionMs) => new(RunEnd.Completed, job) { RetentionMs = retentionMs };

    /// <summary>Completed with a result, or cancelled, as the state says.</summary>
    public static Outcome Ended(TakenJob job, long retentionMs, RunState state) => new(state.Kind, job) { RetentionMs = retentionMs, State = state.Encode() };

    /// <summary>To be offered again at a time: failed or snoozed, as the state says.</summary>
    public static Outcome Later(TakenJob job, long retentionMs, TimeSpan delay, RunState state) => new(state.Kind, job)
    {
        RetentionMs = retentionMs,
        DelayMs = (long)delay.TotalMilliseconds,
        State = state.Encode(),
    };

    /// <param name="job">Which.</param>
    /// <param name="retentionMs">As <see cref="RetentionMs"/>.</param>
    /// <param name="delay">Until it is offered to whoever it may be.</param>
    /// <param name="kind">A <see cref="JobKind"/>: who knows it may have it before.</param>
    /// <param name="state">As before but for its kind and reason: it has not run.</param>
    public static Outcome Unhandled(TakenJob job, long retentionMs, TimeSpan delay, byte[] kind, RunState state) => new(RunEnd.Unhandled, job)
    {
        RetentionMs = retentionMs,
        DelayMs = (long)delay.TotalMilliseconds,
        JobKind = kind,
        State = state.Encode(),
    };

    /// <summary>Given back as it was taken.</summary>
    public static Outcome Back(TakenJob job, long retentionMs) => new(RunEnd.Interrupted, job) { RetentionMs = retentionMs };

    /// <summary>Given back after its handler has returned.</summary>
    public static Outcome Interrupted(TakenJob job, long retentionMs, RunState before) =>
        Back(job, retentionMs) with { State = before.Recoveries > 0 ? (before with { Recoveries = 0 }).Encode() : [] };

    public static Outcome Dead(TakenJob job, RunState state) => new(RunEnd.Dead, job) { State = state.Encode() };
}
