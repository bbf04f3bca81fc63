namespace Jobs;

/// <summary>What is known of a job at one moment.</summary>
public sealed record JobInfo
{
    /// <summary>The job's id.</summary>
    public required JobId Id { get; init; }

    /// <summary>Its name on the wire.</summary>
    public required string Name { get; init; }

    /// <summary>The queue that holds it.</summary>
    public required string Queue { get; init; }

    /// <summary>Where it is.</summary>
    public required JobState State { get; init; }

    /// <summary>Gets its priority within its queue; 0 unless its <c>[Job]</c> or its enqueue set one.</summary>
    public int Priority { get; init; }

    /// <summary>How many attempts have failed.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>How often it was recovered from a worker that had died since a run of it last came to an end of its own: a retry, a snooze, a shutdown that
    /// its handler obeyed. Of a job that has ended, how often before its end.</summary>
    public int Recoveries { get; init; }

    /// <summary>When it was enqueued, by the enqueueing host's clock.</summary>
    public DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>When it may start, where it waits for a time.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was handed to its worker, where it is active.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it completed, was cancelled or died.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The last failure, or the reason it is dead, unhandled or cancelled.</summary>
    public string? LastError { get; init; }

    /// <summary>The session of the worker that runs it, where it is active.</summary>
    public string? Session { get; init; }

    /// <summary>The job's metadata.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Which version of its payload is stored.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The payload: one MessagePack value.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The steps that are done, in the order they were.</summary>
    public IReadOnlyList<JobStep> Steps { get; init; } = [];

    /// <summary>The result: one MessagePack value; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Result { get; init; }
}
