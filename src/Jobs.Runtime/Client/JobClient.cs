using Jobs.Inspection;

namespace Jobs.Client;

/// <summary>The client of one instance. Holds nothing but its parts: lanes store, the reader looks, the waiter waits.</summary>
internal sealed class JobClient(
    EnqueueLanes lanes, BulkEnqueue bulk, Lazy<EnqueuePipeline?> pipeline, JobReader reader, JobCanceller canceller, ResultWaiter results,
    ClientSettings settings, TimeProvider time) : IJobClient
{
    private readonly long timeoutTicks = (long)(settings.EnqueueTimeout.TotalSeconds * time.TimestampFrequency);

    public ValueTask<JobHandle> EnqueueAsync<TJob>(TJob payload, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
        where TJob : IJob<TJob>
    {
        if (payload is null)
        {
            throw new ArgumentNullException(nameof(payload), $"Job '{TJob.Definition.Name}' has no payload.");
        }

        return pipeline.Value is not { } around
            ? StoreAsync(payload, options, cancellationToken)
            : around.RunAsync(payload, options, this, cancellationToken);
    }

    public ValueTask<IReadOnlyList<JobHandle>> EnqueueManyAsync<TJob>(
        IEnumerable<TJob> payloads, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
        where TJob : IJob<TJob>
    {
        ArgumentNullException.ThrowIfNull(payloads);
        return pipeline.Value is not { } around
            ? bulk.RunAsync(payloads, options, cancellationToken)
            : around.RunManyAsync(payloads, options, this, time, cancellationToken);
    }

    public ValueTask<JobInfo?> GetAsync(JobId id, string? queue = null, CancellationToken cancellationToken = default) =>
        reader.GetAsync(id, queue, cancellationToken);

    public ValueTask<CancelResult> CancelAsync(JobId id, string? queue = null, CancellationToken cancellationToken = default) =>
        canceller.CancelAsync(id, queue, cancellationToken);

    public Task<ReadOnlyMemory<byte>> WaitForResultAsync(JobHandle job, CancellationToken cancellationToken = default) =>
        results.WaitAsync(job, cancellationToken);

    /// <summary>Stores one job, past all middleware.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="options">How it is stored.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="fresh">An id that was made for this call, for the case that the options name none; null: one is made.</param>
    internal ValueTask<JobHandle> StoreAsync<TJob>(TJob payload, EnqueueOptions? options, CancellationToken cancellationToken, JobId? fresh = null)
        where TJob : IJob<TJob>
    {
        cancellationToken.ThrowIfCancellationRequested();
        EnqueueRules.ForOne(options, TJob.Definition);
        var terms = EnqueueRules.TermsOf(options, TJob.Definition);
        var now = time.GetUtcNow();
        var id = options?.Id ?? fresh ?? JobId.NewAt(now);
        var envelope = JobEncoder.Encode(payload, id, now, options, settings.MaxJobBytes, isOwnId: options?.Id is not null, JobExtensions.Of(terms));
        var job = new NewJob(id, TJob.Definition, time.GetTimestamp() + timeoutTicks);
        return lanes.Enqueue(options?.Queue ?? TJob.Definition.Queue, job, envelope, terms, cancellationToken);
    }
}
