using Jobs.Inspection;
using Jobs.Store;
using MessagePack;

namespace Jobs.Client;

/// <summary>Cancels a job: finds it, and has it kept for the retention it was enqueued with.</summary>
/// <param name="reader">Finds them.</param>
/// <param name="calls">Repeats what is not answered.</param>
/// <param name="ended">Told of a job that waited and is cancelled by this call: id, queue and what was stored.</param>
internal sealed class JobCanceller(JobReader reader, StoreCalls calls, Func<JobId, string, StoredJob, ValueTask>? ended)
{
    public async ValueTask<CancelResult> CancelAsync(JobId id, string? queue, CancellationToken cancellationToken)
    {
        var found = await reader.FindAsync(id, queue, cancellationToken).ConfigureAwait(false);
        if (found is not { } job)
        {
            return CancelResult.NotFound;
        }

        var result = await calls.RunAsync(
            () => job.Queue.CancelAsync(id, RetentionOf(job.Stored)), new(id, job.Queue.Queue, $"Cancelling job {id} of queue '{job.Queue.Queue}'"), cancellationToken).ConfigureAwait(false);
        if (result == CancelResult.Cancelled && job.Stored.Done is null && ended is not null)
        {
            await ended(id, job.Queue.Queue, job.Stored).ConfigureAwait(false);
        }

        return result;
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
