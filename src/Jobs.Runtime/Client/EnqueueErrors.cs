using Jobs.Store;

namespace Jobs.Client;

/// <summary>What a failed enqueue into one queue tells its caller: job, id, queue, whether it is stored, the true cause and the next step.</summary>
internal sealed class EnqueueErrors(string queue, TimeSpan timeout, TimerLag lag, IStoreLink link)
{
    /// <param name="id">The job.</param>
    /// <param name="job">What it is.</param>
    /// <param name="mayBeStored">A call with it was sent and not answered.</param>
    /// <param name="refusal">What ended its way, if anything did; null: its time is over.</param>
    /// <param name="cause">Why it took so long, as far as is known.</param>
    public JobStoreException GivenUp(JobId id, JobDefinition job, bool mayBeStored, Exception? refusal, Exception? cause) => refusal is null || mayBeStored
        ? TooLate(id, job, mayBeStored, refusal ?? cause)
        : new JobStoreException($"{Name(id, job, 'J')} is not stored: {Refusal(refusal)}.{Hint(refusal)}", refusal);

    public JobStoreUnavailableException TooLate(JobId id, JobDefinition job, bool mayBeStored, Exception? cause) => mayBeStored
        ? new(id, queue, StoreOutcome.Unknown, $"Nobody knows whether {Name(id, job)} is stored: it was sent, and {WhatHappened(cause)}. Enqueue it again with this id (EnqueueOptions.Id): it never becomes two.{Hint(cause)}", cause)
        : new(id, queue, StoreOutcome.NotStored, $"{Name(id, job, 'J')} is not stored: {Why(cause, "Redis did not take it")}. Enqueue it again.{Hint(cause)}", cause);

    private string WhatHappened(Exception? cause) => cause is not null && link.Judge(cause) is { Kind: FaultKind.Failed } fault
        ? fault.Description
        : Why(cause, "no answer of Redis came");

    private double Seconds => Math.Round(timeout.TotalSeconds, 3);

    private string Name(JobId id, JobDefinition job, char j = 'j') => $"{j}ob '{job.Name}' {id} of queue '{queue}'";

    private string Why(Exception? cause, string what) =>
        $"{what} within {Seconds} s{(cause is null ? "" : $" ({link.Judge(cause).Description})")}{(lag.Describe(timeout * 2) is { } late ? "; " + late : "")}";

    /// <summary>Only a server refuses; this process or its client library may have ended the call as well.</summary>
    private string Refusal(Exception error) => link.Judge(error) is { IsReply: true } reply ? $"Redis refused it ({reply.Summary})" : link.Judge(error).Description;

    private string Hint(Exception? cause) => cause is not null && link.Judge(cause).NextStep is { Length: > 0 } step ? " " + step : "";
}
