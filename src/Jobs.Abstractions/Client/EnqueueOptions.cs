namespace Jobs;

/// <summary>How one job is stored, where that differs from the defaults of its <c>[Job]</c>. Immutable.</summary>
public sealed record EnqueueOptions
{
    /// <summary>How long the job waits before it may start.</summary>
    /// <value>Whole milliseconds, by the server's clock from the moment of storing; 0 (the default) to 3,650 days. Not together with <see cref="At"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">Set outside that range.</exception>
    public TimeSpan Delay { get; init => field = Check.Range(value, TimeSpan.Zero, Limits.MaxDelay); }

    /// <summary>When the job may start, by the server's clock.</summary>
    /// <value>Whole milliseconds; a time that has passed: at once; <see langword="null"/> (the default): at once. Not together with <see cref="Delay"/>.</value>
    public DateTimeOffset? At { get; init; }

    /// <summary>The queue it goes to.</summary>
    /// <value><see langword="null"/> (the default): the one of its <c>[Job]</c>.</value>
    /// <exception cref="ArgumentException">Set to what is not a queue name.</exception>
    public string? Queue { get; init => field = value is null ? null : Check.Name(value, "queue"); }

    /// <summary>The job's id. Storing an id again changes nothing, so a call that ended in
    /// <see cref="JobStoreUnavailableException"/> (stored or not, nobody knows) is safely repeated with the same one.</summary>
    /// <value><see langword="null"/> (the default): a new one is made. Not for more than one payload: see <see cref="Repeat"/>.</value>
    public JobId? Id { get; init; }

    /// <summary>Repeats a call for many jobs that failed: set to the <see cref="JobBulkStoreException.Items"/> of its exception, and pass the same payloads
    /// in the same order. What is stored is not sent again; all else is stored under the id it had, so no job becomes two.</summary>
    /// <value>One item per payload; <see langword="null"/> (the default): the call is no repetition. Not for a single payload.</value>
    /// <exception cref="ArgumentException">Set to nothing, or to an item that names no job.</exception>
    public IReadOnlyList<BulkItem>? Repeat { get; init => field = value is null ? null : BulkItem.Named(value); }

    /// <summary>Metadata that travels with the job and is given to its handler: tenant, culture, correlation.</summary>
    /// <value>At most 64 entries; <see langword="null"/> (the default): none. Copied when set: what the caller does to its dictionary later changes nothing.</value>
    /// <exception cref="ArgumentOutOfRangeException">Set to more.</exception>
    /// <exception cref="ArgumentException">A value is null, or a name or value has half of a surrogate pair.</exception>
    public IReadOnlyDictionary<string, string>? Headers { get; init => field = value is null ? null : HeaderSet.Of(value); }

    /// <summary>Gets the job's priority within its queue: a job with a larger one is fetched first, and jobs of equal priority in the order in which they were enqueued.</summary>
    /// <value>Any number, also below 0: after the jobs without one; <see langword="null"/> (the default): the one of its <c>[Job]</c>.</value>
    public int? Priority { get; init; }

    /// <summary>How often its handler may fail before it is dead.</summary>
    /// <value>1 to 1,000; <see langword="null"/> (the default): as its <c>[Job]</c> says when it runs.</value>
    /// <exception cref="ArgumentOutOfRangeException">Set outside that range.</exception>
    public int? MaxAttempts { get; init => field = value is null ? null : Check.Range(value.Value, 1, Limits.MaxAttempts); }

    /// <summary>How long one attempt may run before its token is cancelled.</summary>
    /// <value>Whole milliseconds, 0 (no limit) to 7 days; <see langword="null"/> (the default): as its <c>[Job]</c> says when it runs.</value>
    /// <exception cref="ArgumentOutOfRangeException">Set outside that range.</exception>
    public TimeSpan? Timeout { get; init => field = value is null ? null : Check.Range(value.Value, TimeSpan.Zero, Limits.MaxTimeout); }

    /// <summary>How long it stays visible after it has completed or was cancelled.</summary>
    /// <value>Whole seconds, 0 to 365 days; <see langword="null"/> (the default): as its <c>[Job]</c> says when it is enqueued.</value>
    /// <exception cref="ArgumentOutOfRangeException">Set outside that range.</exception>
    public TimeSpan? Retention { get; init => field = value is null ? null : Check.Range(value.Value, TimeSpan.Zero, Limits.MaxRetention); }
}
