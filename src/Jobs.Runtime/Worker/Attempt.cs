using System.Collections.ObjectModel;
using Jobs.Redis;

namespace Jobs.Worker;

/// <summary>One attempt, once its job has been read: what the handler will see, and what its outcome depends on.</summary>
internal sealed class Attempt(RunningJob running, JobEnvelope envelope, RunState before, JobHandlerEntry entry)
{
    public RunningJob Running { get; } = running;

    public TakenJob Job => Running.Job;

    public JobHandlerEntry Entry { get; } = entry;

    /// <summary>What the job had been through before this attempt.</summary>
    public RunState Before { get; } = before;

    public int MaxAttempts { get; } = envelope.MaxAttempts ?? entry.Definition.MaxAttempts;

    public TimeSpan Timeout { get; } = envelope.TimeoutMs is { } ms ? TimeSpan.FromMilliseconds(ms) : entry.Definition.Timeout;

    public long RetentionMs { get; } = RetentionOf(envelope);

    public static long RetentionOf(JobEnvelope envelope) => (envelope.RetentionSeconds ?? JobDefaults.RetentionSeconds) * 1000;

    public JobContext CreateContext(IServiceProvider services, object? payload, CancellationToken softStop, IStepStore steps) => new()
    {
        Id = Job.Id,
        JobName = Entry.Definition.Name,
        Queue = Running.Pump.Queue.Queue,
        Attempt = Before.Failures + 1,
        MaxAttempts = MaxAttempts,
        Recoveries = Before.Recoveries,
        FencingToken = Job.Grant,
        EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(envelope.EnqueuedAt),
        Headers = envelope.Headers ?? (IReadOnlyDictionary<string, string>)ReadOnlyDictionary<string, string>.Empty,
        SoftStop = softStop,
        Services = services,
        Payload = payload,
        StepStore = steps,
        Run = Running,
    };
}
