namespace Jobs;

/// <summary>Makes a partial record, class or struct the payload of a job: the generator writes its codec, its defaults and
/// its enqueue methods.</summary>
/// <param name="name">The job's name on the wire, such as <c>send-email</c>: 1 to 128 characters out of letters, digits and
/// <c>. _ - :</c>. Stored jobs are found by it, so it outlives renamed types; to change it, keep the old one in <see cref="Aliases"/>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public class JobAttribute(string name) : Attribute
{
    /// <summary>The job's name on the wire.</summary>
    public string Name { get; } = name;

    /// <summary>Earlier names under which jobs may still be stored. A worker runs them with the same handler.</summary>
    public string[] Aliases { get; set; } = [];

    /// <summary>Which shape of the payload this is. A change that stored jobs do not survive takes the next number, and a method
    /// <c>Upgrade</c> that turns the shape before it into this one; <c>jobs.contracts.txt</c> keeps what the earlier ones looked like.</summary>
    /// <value>1 (the default) to 10,000. A worker leaves jobs of a higher version to newer workers.</value>
    public int Version { get; set; } = 1;

    /// <summary>Gets or sets what the generated methods are called after <c>Enqueue</c>: <c>CreateOrder</c> makes
    /// <c>client.EnqueueCreateOrder(…)</c>.</summary>
    /// <value>Letters, digits and <c>_</c>, at most 128; by default the type's name without <c>Job</c> at its end, after the names of the types around it:
    /// <c>EnqueueCreateOrderCommand</c> for <c>CreateOrder.Command</c>.</value>
    public string? EnqueueName { get; set; }

    /// <summary>The queue it goes to unless <see cref="EnqueueOptions.Queue"/> says otherwise.</summary>
    /// <value>1 to 128 characters out of letters, digits and <c>. _ - :</c>; <c>default</c> by default.</value>
    public string Queue { get; set; } = JobDefaults.Queue;

    /// <summary>Gets or sets the job's priority within its queue: a job with a larger one is fetched first. Jobs of equal priority are fetched in the order in which
    /// they were enqueued. Delays, retries and recoveries keep it.</summary>
    /// <value>Any number; 0 by default, which costs nothing. A job with another priority costs Redis about a microsecond and 130 bytes more.</value>
    public int Priority { get; set; }

    /// <summary>How often its handler may fail before the job is dead, the first run included.</summary>
    /// <value>1 to 1,000; 25 by default. Recoveries, snoozes and interruptions do not count.</value>
    public int MaxAttempts { get; set; } = JobDefaults.MaxAttempts;

    /// <summary>How long one attempt may run before its token is cancelled, in seconds.</summary>
    /// <value>0 (the default): no limit; at most 604,800 (7 days).</value>
    public int TimeoutSeconds { get; set; }

    /// <summary>How long it waits between attempts.</summary>
    /// <value><c>polynomial</c> (the default: n⁴ + 15 s with jitter), <c>none</c>, <c>linear 10s</c>, <c>exponential 1s</c>,
    /// both with an optional <c>max 1h</c>, or a list such as <c>30s,1m,5m,10m</c> whose last entry repeats.
    /// Units: <c>ms s m h d</c>.</value>
    public string Retry { get; set; } = RetryPolicy.Default;

    /// <summary>How long the job stays visible after it has completed or was cancelled, in seconds. Within that time its id
    /// is known, so enqueueing the same id again stores nothing.</summary>
    /// <value>0 to 31,536,000 (365 days); 900 by default. Dead jobs are kept until they are removed.</value>
    public int RetentionSeconds { get; set; } = JobDefaults.RetentionSeconds;
}

/// <summary>A job whose handler returns a <typeparamref name="TResult"/>, which the caller can await.</summary>
/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
#pragma warning disable CA1813 // one base for both, so that every reader knows both by the one type
public sealed class JobAttribute<TResult>(string name) : JobAttribute(name);
#pragma warning restore CA1813
