namespace Jobs;

/// <summary>Stores jobs and asks about them. An application takes it by DI and calls the generated methods on it
/// (<c>client.EnqueueSendEmail(…)</c>); those call the methods below, which a test can substitute. Safe for concurrent use.</summary>
public interface IJobClient
{
    /// <summary>Stores one job. Calls made at the same time share a round trip; each has its own result.</summary>
    /// <returns>The job, once Redis has answered.</returns>
    /// <exception cref="ArgumentException">An option is not usable; nothing was stored.</exception>
    /// <exception cref="JobStoreUnavailableException">Redis did not answer in time: <see cref="JobStoreUnavailableException.Outcome"/>
    /// says whether the job is stored. Repeating the call with the exception's id never makes a second job.</exception>
    /// <exception cref="JobStoreException">Redis refused it (out of memory, read-only, no rights); nothing was stored.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. If the job was on its way by then, it may be stored.</exception>
    ValueTask<JobHandle> EnqueueAsync<TJob>(TJob payload, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
        where TJob : IJob<TJob>;

    /// <summary>Stores many jobs in as few round trips as possible, in order. All are read and checked before the first is sent, so whatever
    /// <paramref name="payloads"/> throws, and a token that is cancelled until then, leaves nothing stored.</summary>
    /// <returns>One handle per payload, in their order.</returns>
    /// <exception cref="ArgumentException">An option is not usable, or <see cref="EnqueueOptions.Id"/> is set; nothing was stored.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before the first was sent; nothing was stored.</exception>
    /// <exception cref="JobBulkStoreException">At least one was not stored, or nobody knows; it says which. Also where the token was cancelled on the way:
    /// <see cref="Exception.InnerException"/> is the <see cref="OperationCanceledException"/> then. To repeat the call, pass the same payloads with
    /// <see cref="EnqueueOptions.Repeat"/> set to its items: no job becomes two.</exception>
    ValueTask<IReadOnlyList<JobHandle>> EnqueueManyAsync<TJob>(IEnumerable<TJob> payloads, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
        where TJob : IJob<TJob>;

    /// <summary>What is known of a job.</summary>
    /// <param name="id">The job.</param>
    /// <param name="queue">Its queue; <see langword="null"/>: every queue in use is asked, in two round trips however many there are. One look-up for each
    /// costs Redis time, so name the queue where it is known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="null"/>: no such job, or its retention has ended.</returns>
    /// <exception cref="JobStoreUnavailableException">Redis did not answer in time.</exception>
    /// <exception cref="JobStoreException">Redis refused to say.</exception>
    ValueTask<JobInfo?> GetAsync(JobId id, string? queue = null, CancellationToken cancellationToken = default);

    /// <summary>Cancels a job. A waiting one never starts; a running one has its token cancelled and ends as cancelled when its
    /// handler returns by throwing.</summary>
    /// <param name="id">The job.</param>
    /// <param name="queue">Its queue; <see langword="null"/>: every queue in use is asked first, in two round trips however many there are.</param>
    /// <param name="cancellationToken">Ends the wait, not the cancellation.</param>
    /// <exception cref="JobStoreUnavailableException">Redis did not answer in time: it may be cancelled or not. Calling again is harmless, and answers alike.</exception>
    /// <exception cref="JobStoreException">Redis refused; nothing was cancelled.</exception>
    ValueTask<CancelResult> CancelAsync(JobId id, string? queue = null, CancellationToken cancellationToken = default);

    /// <summary>Waits until a job has completed and returns its result's bytes. Use <see cref="JobHandle{TResult}.WaitForResultAsync"/>.
    /// Outlasts outages of Redis: only the token ends the wait.</summary>
    /// <returns>One MessagePack value; nil where the job's handler returns nothing.</returns>
    /// <exception cref="JobFailedException">The job ended dead or cancelled, or it is not known (any more).</exception>
    Task<ReadOnlyMemory<byte>> WaitForResultAsync(JobHandle job, CancellationToken cancellationToken = default);
}
