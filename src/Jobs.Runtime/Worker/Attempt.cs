using System.Collections;
using System.Collections.ObjectModel;
using Jobs.Store;

namespace Jobs.Worker;

/// <summary>One attempt, once its job has been read: what the handler will see, what its outcome depends on, and, as a log scope,
/// what every log line of it carries. Keeps nothing of the stored bytes.</summary>
internal sealed class Attempt(RunningJob running, in JobEnvelope envelope, RunState before, JobHandlerEntry entry) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly int retentionSeconds = (int)SecondsOf(envelope); // its upper bound is a year

    public RunningJob Running { get; } = running;

    public TakenJob Job => Running.Job;

    public JobHandlerEntry Entry { get; } = entry;

    /// <summary>What the job had been through before this attempt.</summary>
    public RunState Before { get; } = before;

    public int MaxAttempts { get; } = envelope.MaxAttempts ?? entry.Definition.MaxAttempts;

    public TimeSpan Timeout { get; } = envelope.TimeoutMs is { } ms ? TimeSpan.FromMilliseconds(ms) : entry.Definition.Timeout;

    public long RetentionMs => retentionSeconds * 1000L;

    /// <summary>What its handler and its hooks are given.</summary>
    public JobContext? Context { get; private set; }

    int IReadOnlyCollection<KeyValuePair<string, object?>>.Count => 4;

    private int Number => Before.Failures + 1;

    private string Queue => Running.Pump.Queue.Queue;

    KeyValuePair<string, object?> IReadOnlyList<KeyValuePair<string, object?>>.this[int index] => Field(index);

    public static long RetentionOf(in JobEnvelope envelope) => SecondsOf(envelope) * 1000;

    public JobContext CreateContext(in JobEnvelope envelope, IServiceProvider services, object? payload, CancellationToken softStop, IStepStore steps) => Context = new()
    {
        Id = Job.Id,
        JobName = Entry.Definition.Name,
        Queue = Queue,
        Attempt = Number,
        MaxAttempts = MaxAttempts,
        Recoveries = Before.Recoveries,
        FencingToken = Job.Grant,
        EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(envelope.EnqueuedAt),
        Headers = envelope.Headers ?? ReadOnlyDictionary<string, string>.Empty,
        SoftStop = softStop,
        Services = services,
        Payload = payload,
        StepStore = steps,
        Run = Running,
    };

    public override string ToString() => $"{Entry.Definition.Name} {Job.Id} from {Queue}, attempt {Number}";

    IEnumerator<KeyValuePair<string, object?>> IEnumerable<KeyValuePair<string, object?>>.GetEnumerator()
    {
        for (var i = 0; i < 4; i++)
        {
            yield return Field(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)this).GetEnumerator();

    private static long SecondsOf(in JobEnvelope envelope) => envelope.RetentionSeconds ?? JobDefaults.RetentionSeconds;

    private KeyValuePair<string, object?> Field(int index) => index switch
    {
        0 => new("JobId", Job.Id),
        1 => new("JobName", Entry.Definition.Name),
        2 => new("Queue", Queue),
        3 => new("Attempt", Number),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}
