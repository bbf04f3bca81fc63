using Jobs.Redis;
using MessagePack;

namespace Jobs.Client;

/// <summary>Cancels a job: finds it, and has it kept for the retention it was enqueued with.</summary>
internal sealed class JobCanceller(JobStore store, JobReader reader, StoreCalls calls)
{
    public async ValueTask<CancelResult> CancelAsync(JobId id, string? queue, CancellationToken cancellationToken)
    {
        var found = await reader.FindAsync(id, queue, cancellationToken).ConfigureAwait(false);
        return found is { } job
            ? await calls.RunAsync(
                () => store.CancelAsync(job.Queue, id, RetentionOf(job.Stored)), new(id, job.Queue.Queue, $"Cancelling job {id} of queue '{job.Queue.Queue}'"), cancellationToken).ConfigureAwait(false)
            : CancelResult.NotFound;
    }

    private static TimeSpan RetentionOf(StoredJob stored)
    {
        try
        {
            return TimeSpan.FromSeconds(JobEnvelope.Read(stored.Envelope).RetentionSeconds ?? JobDefaults.RetentionSeconds);
        }
        catch (MessagePackSerializationException)
        {
            return TimeSpan.FromSeconds(JobDefaults.RetentionSeconds);
        }
    }
}
