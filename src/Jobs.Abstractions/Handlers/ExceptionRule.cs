namespace Jobs;

/// <summary>What one kind of exception means for a job: the generated form of <see cref="RetryOnAttribute{TException}"/> and <see cref="DeadOnAttribute{TException}"/>.</summary>
public sealed class ExceptionRule
{
    private ExceptionRule(Func<Exception, bool> matches, RetryPolicy? retry, int maxAttempts)
    {
        Matches = matches;
        Retry = retry;
        MaxAttempts = maxAttempts;
    }

    internal Func<Exception, bool> Matches { get; }

    /// <summary>Null: dead at once.</summary>
    internal RetryPolicy? Retry { get; }

    /// <summary>0: as the job says.</summary>
    internal int MaxAttempts { get; }

    /// <summary>A failure with <typeparamref name="TException"/> waits by another policy.</summary>
    /// <exception cref="FormatException"><paramref name="retry"/> is not a policy.</exception>
    public static ExceptionRule RetryOn<TException>(string retry, int maxAttempts = 0) where TException : Exception =>
        new(static e => e is TException, RetryPolicy.Parse(retry), Check.Range(maxAttempts, 0, Limits.MaxAttempts));

    /// <summary>A failure with <typeparamref name="TException"/> is final.</summary>
    public static ExceptionRule DeadOn<TException>() where TException : Exception => new(static e => e is TException, retry: null, maxAttempts: 0);
}
