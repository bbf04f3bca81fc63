using System.Collections.ObjectModel;

namespace Jobs;

/// <summary>One attempt at a job, as its handler sees it. In a test, make one by hand.</summary>
public sealed class JobContext
{
    private string? idempotencyKey;

    /// <summary>The job's id.</summary>
    public required JobId Id { get; init; }

    /// <summary>The job's name on the wire.</summary>
    public required string JobName { get; init; }

    /// <summary>The queue it came from.</summary>
    public string Queue { get; init; } = JobDefaults.Queue;

    /// <summary>Which attempt this is, from 1: one more than have failed.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>How many attempts there are in all.</summary>
    public int MaxAttempts { get; init; } = JobDefaults.MaxAttempts;

    /// <summary>How often the job was taken back from a worker that had died. Above 0: this attempt may have run before, in part.</summary>
    public int Recoveries { get; init; }

    /// <summary>Grows each time this job is handed out. Give it to a store that keeps the highest it has seen, and a run that was
    /// paused and overtaken can do no harm there.</summary>
    public long FencingToken { get; init; }

    /// <summary>The same for every attempt at this job: the key under which another system does its part once.</summary>
    public string IdempotencyKey => idempotencyKey ??= Id.ToString();

    /// <summary>When the job was enqueued, by the enqueueing host's clock.</summary>
    public DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>The job's metadata.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Raised when the worker begins to stop, well before the handler's token: a good moment to finish a step and return.</summary>
    public CancellationToken SoftStop { get; init; }

    /// <summary>The services of this attempt's scope.</summary>
    public IServiceProvider Services { get; init; } = NoServices.Instance;

    /// <summary>The decoded payload, for middleware; a handler is given it typed.</summary>
    public object? Payload { get; init; }

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
