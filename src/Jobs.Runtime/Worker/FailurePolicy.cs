using System.Globalization;
using Jobs.Store;

namespace Jobs.Worker;

/// <summary>Decides what an exception means for a job. Pure: no clock, no randomness of its own.</summary>
/// <remarks>A run that came to an end of its own did not end its process: what is offered again after it begins with no recovery on record.</remarks>
internal static class FailurePolicy
{
    /// <param name="attempt">The attempt that threw.</param>
    /// <param name="error">What it threw.</param>
    /// <param name="jitter">A random number from 0 up to 1.</param>
    /// <param name="withTrace">Asked once for a retry: its error is stored with its stack trace.</param>
    /// <param name="stopping">The worker has begun to stop: <see cref="JobContext.SoftStop"/> is cancelled.</param>
    public static Verdict Decide(Attempt attempt, Exception error, double jitter, Func<bool> withTrace, bool stopping)
    {
        if (attempt.Running.IsCancelled)
        {
            return Cancelled(attempt, "cancelled while it ran", error);
        }

        var cause = Cause.Of(error);
        switch (cause)
        {
            // Those the handler means, whatever else has happened.
            case JobSnoozeException snooze:
                return new Verdict(Outcome.Later(attempt.Job, attempt.RetentionMs, snooze.Delay, attempt.Before with { Kind = RunEnd.Snoozed, Recoveries = 0 }));
            case JobCancelledException cancelled:
                return Cancelled(attempt, ErrorText.Message(cancelled), error);
            case JobDeadException dead:
                return Dead(attempt, dead);
        }

        var stop = attempt.Running.Stop;
        if (stop == StopReason.Timeout && (cause is OperationCanceledException || Cause.IsCancellationBy(error, attempt.Running.Token)))
        {
            return Failed(attempt, new TimeoutException($"The attempt ran longer than its timeout of {attempt.Timeout}.", error), jitter, withTrace);
        }

        return stop == StopReason.Shutdown || cause is ServicesGoneException || (stopping && stop == StopReason.None && IsByStop(cause))
            ? new Verdict(Outcome.Interrupted(attempt.Job, attempt.RetentionMs, attempt.Before)) { Error = error }
            : Failed(attempt, error, jitter, withTrace);
    }

    /// <summary>While the worker stops, a cancelled token is the soft stop's, or one that is linked to it: which, no token tells. An exception that names none is
    /// a failure, and so is the timeout of an HTTP client, which says so.</summary>
    private static bool IsByStop(Exception cause) =>
        cause is OperationCanceledException { CancellationToken.IsCancellationRequested: true, InnerException: not TimeoutException };

    /// <summary>Its handler has completed, and what it returned is dropped. Another attempt would do the work again and return as much.</summary>
    public static Verdict ResultTooLarge(Attempt attempt, int bytes, int max)
    {
        var id = attempt.Job.Id;
        return Dead(attempt, new JobDeadException(
            $"The handler of job '{attempt.Entry.Definition.Name}' {id} has completed, and its result of {bytes:N0} bytes is dropped: WorkerOptions.MaxResultBytes is {max:N0}. "
            + "Store a large result elsewhere and return where it is, or raise the option."));
    }

    private static Verdict Failed(Attempt attempt, Exception error, double jitter, Func<bool> withTrace)
    {
        var cause = Cause.Of(error);
        var rule = Array.Find(attempt.Entry.Rules, rule => rule.Matches(error) || rule.Matches(cause));
        var failures = attempt.Before.Failures + 1;
        var max = rule is { MaxAttempts: > 0 } ? rule.MaxAttempts : attempt.MaxAttempts;
        if (failures >= max || rule is { Retry: null })
        {
            return Dead(attempt, error);
        }

        var delay = (rule?.Retry ?? attempt.Entry.Definition.Retry).DelayAfter(failures, jitter);
        var state = new RunState(RunEnd.Failed, failures, Recoveries: 0, withTrace() ? ErrorText.Full(error) : WithoutTrace(error));
        return new Verdict(Outcome.Later(attempt.Job, attempt.RetentionMs, delay, state)) { Error = error, RetryIn = delay };
    }

    private static Verdict Dead(Attempt attempt, Exception error)
    {
        var state = new RunState(RunEnd.Dead, attempt.Before.Failures + 1, attempt.Before.Recoveries, ErrorText.Full(error));
        return new Verdict(Outcome.Dead(attempt.Job, state)) { Error = error };
    }

    private static Verdict Cancelled(Attempt attempt, string reason, Exception error) => new(
        Outcome.Ended(attempt.Job, attempt.RetentionMs, attempt.Before with { Kind = RunEnd.Cancelled, LastError = reason, Result = default }))
    { Error = error };

    /// <summary>For one of very many.</summary>
    private static string WithoutTrace(Exception error) => string.Create(
        CultureInfo.InvariantCulture, $"{ErrorText.Outline(error)}\n   (no stack trace: more than {TraceBudget.PerSecond} attempts failed in this second)");
}

/// <summary>What became of an attempt.</summary>
internal readonly record struct Verdict(Outcome Outcome)
{
    public RunEnd End => Outcome.End;

    /// <summary>What it threw, unless it completed.</summary>
    public Exception? Error { get; init; }

    public TimeSpan RetryIn { get; init; }
}
