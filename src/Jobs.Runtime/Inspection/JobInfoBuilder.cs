using System.Collections.ObjectModel;
using System.Text;
using Jobs.Store;
using MessagePack;

namespace Jobs.Inspection;

/// <summary>Makes what a user sees of a job out of what the store knows of it.</summary>
internal static class JobInfoBuilder
{
    private const string Unreadable = "(unreadable)";

    public static JobInfo Build(JobId id, string queue, StoredJob stored)
    {
        var run = stored.Run;
        var state = RunEnds.StateOf(stored);
        var holder = state == JobState.Active ? stored.Holder : null;
        var info = new JobInfo
        {
            Id = id,
            Name = Unreadable,
            Queue = queue,
            State = state,
            FailedAttempts = run.Failures,
            Recoveries = run.Recoveries,
            DueAt = state is JobState.Scheduled or JobState.Retrying or JobState.Unhandled ? Time(stored.Due) : null,
            StartedAt = Time(holder?.Since),
            Session = holder?.Session,
            EndedAt = Time(stored.Dead),
            LastError = ErrorOf(run),
            Result = run.Result,
            Steps = StepRecord.ReadAll(stored.Steps),
        };
        try
        {
            var envelope = JobEnvelope.Read(stored.Envelope);
            return envelope.UnknownForm is { } form ? OfNewer(info, stored, envelope, form) : WithEnvelope(info, stored, envelope);
        }
        catch (MessagePackSerializationException e)
        {
            return info with { LastError = info.LastError ?? $"the stored job is not readable: {e.Message}", Payload = stored.Envelope };
        }
    }

    private static JobInfo OfNewer(JobInfo info, StoredJob stored, JobEnvelope envelope, string form) => info with
    {
        Name = envelope.Name.IsEmpty ? Unreadable : Encoding.UTF8.GetString(envelope.Name.Span),
        LastError = info.LastError ?? $"the stored job has {form}, which this version of Jobs.Runtime does not know: a newer one has stored it",
        Payload = stored.Envelope,
    };

    private static JobInfo WithEnvelope(JobInfo info, StoredJob stored, JobEnvelope envelope)
    {
        var retention = TimeSpan.FromSeconds(envelope.RetentionSeconds ?? JobDefaults.RetentionSeconds);
        return info with
        {
            Name = Encoding.UTF8.GetString(envelope.Name.Span),
            EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(envelope.EnqueuedAt),
            EndedAt = info.EndedAt ?? Time(stored.Done) - retention, // 'done' holds the end of the retention
            Headers = envelope.Headers ?? ReadOnlyDictionary<string, string>.Empty,
            Version = envelope.PayloadVersion,
            Priority = PriorityOf(envelope.Extensions),
            Payload = envelope.Payload,
        };
    }

    private static int PriorityOf(EnvelopeExtensions? extensions) =>
        extensions is not null && extensions.TryGet(ExtensionKey.Priority, out var value) ? new MessagePackReader(value).ReadInt32() : 0;

    private static string? ErrorOf(RunState run) => run.Kind switch
    {
        RunEnd.Quarantined => $"quarantined: its workers died while they ran it, {run.Recoveries} times"
            + (run.LastError is null ? "" : $"; the last failure before: {run.LastError}"),
        RunEnd.Missing => "its payload was gone from Redis when a worker was to take it",
        _ => run.LastError,
    };

    private static DateTimeOffset? Time(long? unixMs) => unixMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
}
