namespace Jobs;

/// <summary>What the <c>[Job]</c> attribute of a payload says. Immutable; one per job, made by the generated code.</summary>
public sealed class JobDefinition
{
    /// <param name="name">The job's name on the wire.</param>
    /// <exception cref="ArgumentException">The name is not 1 to 128 characters out of letters, digits and <c>. _ - :</c>.</exception>
    public JobDefinition(string name) => Name = Check.Name(name, "job");

    /// <summary>The job's name on the wire.</summary>
    public string Name { get; }

    /// <summary>Earlier names under which jobs may still be stored.</summary>
    public IReadOnlyList<string> Aliases { get; init => field = [.. value.Select(static alias => Check.Name(alias, "job"))]; } = [];

    /// <summary>Which shape of the payload this build writes; earlier ones are read and upgraded.</summary>
    public int Version { get; init => field = Check.Range(value, 1, Limits.MaxVersion); } = 1;

    /// <summary>The queue it goes to by default.</summary>
    public string Queue { get; init => field = Check.Name(value, "queue"); } = JobDefaults.Queue;

    /// <summary>Gets its priority within its queue: larger ones are fetched first.</summary>
    public int Priority { get; init; }

    /// <summary>How often its handler may fail before it is dead.</summary>
    public int MaxAttempts { get; init => field = Check.Range(value, 1, Limits.MaxAttempts); } = JobDefaults.MaxAttempts;

    /// <summary>How long one attempt may run; <see cref="TimeSpan.Zero"/>: no limit.</summary>
    public TimeSpan Timeout { get; init => field = Check.Range(value, TimeSpan.Zero, Limits.MaxTimeout); }

    /// <summary>How long it waits between attempts.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Parse(RetryPolicy.Default);

    /// <summary>How long it stays visible after it has completed or was cancelled.</summary>
    public TimeSpan Retention { get; init => field = Check.Range(value, TimeSpan.Zero, Limits.MaxRetention); } = TimeSpan.FromSeconds(JobDefaults.RetentionSeconds);

    /// <summary>The job as JSON: its settings, and per version the types of its payload, with what is <c>[Sensitive]</c>. Published by workers,
    /// so that a payload can be shown by who does not have its type.</summary>
    /// <value>Empty for a payload that the generator has not written.</value>
    public string Manifest { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Name;
}
