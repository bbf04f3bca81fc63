using Jobs.Redis;

namespace Jobs.Client;

/// <summary>What a failed enqueue into one queue tells its caller: job, id, queue, whether it is stored, and the next step.</summary>
internal sealed class EnqueueErrors(string queue, TimeSpan timeout)
{
    public JobStoreUnavailableException TooLate(JobId id, JobDefinition job, bool mayBeStored, Exception? cause) => mayBeStored
        ? new(id, queue, StoreOutcome.Unknown, $"Nobody knows whether {Name(id, job)} is stored: it was sent, and Redis did not answer within {Seconds} s{Because(cause)}. Enqueue it again with this id (EnqueueOptions.Id): it never becomes two.{Hint(cause)}", cause)
        : new(id, queue, StoreOutcome.NotStored, $"{Name(id, job, 'J')} is not stored: Redis did not take it within {Seconds} s{Because(cause)}. Enqueue it again.{Hint(cause)}", cause);

    public JobStoreException Refused(JobId id, JobDefinition job, Exception cause) =>
        new($"{Name(id, job, 'J')} is not stored: Redis refused it{Because(cause)}.{Hint(cause)}", cause);

    private double Seconds => Math.Round(timeout.TotalSeconds, 3);

    private string Name(JobId id, JobDefinition job, char j = 'j') => $"{j}ob '{job.Name}' {id} of queue '{queue}'";

    private static string Because(Exception? cause) => cause is null ? "" : $" ({RedisFault.Summary(cause)})";

    private static string Hint(Exception? cause) => cause is not null && RedisFault.NextStep(cause) is { Length: > 0 } step ? " " + step : "";
}
