using Jobs.Redis;

namespace Jobs.Worker;

/// <summary>Decides what an exception means for a job. Pure: no clock, no randomness of its own.</summary>
internal static class FailurePolicy
{
    /// <param name="attempt">The attempt that threw.</param>
    /// <param name="error">What it threw.</param>
    /// <param name="jitter">A random number from 0 up to 1.</param>
    /// <param name="withTrace">Asked once for a retry: its error is stored with its stack trace.</param>
    public static Verdict Decide(Attempt attempt, Exception error, double jitter, Func<bool> withTrace)
    {
        switch (attempt.Running.Stop)
        {
            case StopReason.Cancelled:
                return Cancelled(attempt, "cancelled while it ran");
            case StopReason.Shutdown when error is not (JobDeadException or JobCancelledException or JobSnoozeException): // those the handler means
                return new Verdict(VerdictKind.Interrupted, Outcome.Back(attempt.Job, attempt.RetentionMs));
            case StopReason.Timeout when error is OperationCanceledException:
                return Failed(attempt, new TimeoutException($"The attempt ran longer than its timeout of {attempt.Timeout}.", error), jitter, withTrace);
        }

        return error switch
        {
            JobSnoozeException snooze => new Verdict(
                VerdictKind.Snoozed,
                Outcome.Later(attempt.Job, attempt.RetentionMs, snooze.Delay, attempt.Before with { Kind = RunStateKind.Snoozed })),
            JobCancelledException cancelled => Cancelled(attempt, cancelled.Message),
            JobDeadException dead => Dead(attempt, dead),
            _ => Failed(attempt, error, jitter, withTrace),
        };
    }

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
        var rule = Array.Find(attempt.Entry.Rules, rule => rule.Matches(error));
        var failures = attempt.Before.Failures + 1;
        var max = rule is { MaxAttempts: > 0 } ? rule.MaxAttempts : attempt.MaxAttempts;
        if (failures >= max || rule is { Retry: null })
        {
            return Dead(attempt, error);
        }

        var delay = (rule?.Retry ?? attempt.Entry.Definition.Retry).DelayAfter(failures, jitter);
        var state = new RunState(RunStateKind.Retrying, failures, attempt.Before.Recoveries, withTrace() ? Describe(error) : Outline(error));
        return new Verdict(VerdictKind.Retry, Outcome.Later(attempt.Job, attempt.RetentionMs, delay, state)) { Error = error, RetryIn = delay };
    }

    private static Verdict Dead(Attempt attempt, Exception error)
    {
        var state = new RunState(RunStateKind.Dead, attempt.Before.Failures + 1, attempt.Before.Recoveries, Describe(error));
        return new Verdict(VerdictKind.Dead, Outcome.Dead(attempt.Job, state)) { Error = error };
    }

    private static Verdict Cancelled(Attempt attempt, string reason) => new(
        VerdictKind.Cancelled,
        Outcome.Ended(attempt.Job, attempt.RetentionMs, attempt.Before with { Kind = RunStateKind.Cancelled, LastError = reason, Result = default }));

    /// <summary>Type and message of it and of its causes, for one of very many.</summary>
    private static string Outline(Exception error)
    {
        try
        {
            var text = new System.Text.StringBuilder();
            for (Exception? cause = error; cause is not null; cause = cause.InnerException)
            {
                text.Append(text.Length > 0 ? " ---> " : "").Append(cause.GetType()).Append(": ").Append(cause.Message);
            }

            return text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n   (no stack trace: more than {TraceBudget.PerSecond} attempts failed in this second)").ToString();
        }
        catch (Exception e) // as below
        {
            return Unspeakable(error, e);
        }
    }

    /// <summary>Type and message, then the trace: what an operator reads first comes first, and what is too long is cut at the end.</summary>
    private static string Describe(Exception error)
    {
        try
        {
            return error.ToString();
        }
        catch (Exception e) // its code is the application's
        {
            return Unspeakable(error, e);
        }
    }

    private static string Unspeakable(Exception error, Exception why) => $"{error.GetType()}, whose text cannot be read: {why.GetType()}";
}

/// <summary>What became of an attempt.</summary>
internal readonly record struct Verdict(VerdictKind Kind, Outcome Outcome)
{
    public Exception? Error { get; init; }

    public TimeSpan RetryIn { get; init; }
}

/// <summary>The kinds of ends of an attempt.</summary>
internal enum VerdictKind
{
    Completed,
    Retry,
    Dead,
    Cancelled,
    Snoozed,
    Interrupted,
}
