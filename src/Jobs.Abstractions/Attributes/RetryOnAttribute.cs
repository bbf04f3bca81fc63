namespace Jobs;

/// <summary>On a handler: a failure with <typeparamref name="TException"/> (or a type derived from it) waits by <paramref name="retry"/>
/// instead of the job's own policy. Rules are tried in the order they are written; the first that matches decides.</summary>
/// <param name="retry">As <see cref="JobAttribute.Retry"/>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RetryOnAttribute<TException>(string retry) : Attribute where TException : Exception
{
    /// <summary>The policy, in the syntax of <see cref="JobAttribute.Retry"/>.</summary>
    public string Retry { get; } = retry;

    /// <summary>How often the job may fail in all before this exception makes it dead.</summary>
    /// <value>0 (the default): as the job says; else 1 to 1,000.</value>
    public int MaxAttempts { get; set; }
}

/// <summary>On a handler: a failure with <typeparamref name="TException"/> (or a type derived from it) makes the job dead at once.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DeadOnAttribute<TException> : Attribute where TException : Exception;
