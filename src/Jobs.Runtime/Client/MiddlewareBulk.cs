using Jobs.Store;

namespace Jobs.Client;

/// <summary>Gathers what became of many jobs that went through middleware one by one.</summary>
internal sealed class MiddlewareBulk
{
    private readonly JobDefinition job;
    private readonly IStoreLink link;
    private readonly string queue;
    private volatile bool failed;

    public MiddlewareBulk(JobDefinition job, EnqueueOptions? options, int count, IStoreLink link, TimeProvider time)
    {
        this.job = job;
        this.link = link;
        queue = options?.Queue ?? job.Queue;
        Items = new MiddlewareBulkItem[count];
        var single = options?.Repeat is null ? options : options with { Repeat = null };
        DateTimeOffset now = default;
        for (var i = 0; i < count; i++)
        {
            now = i % IEnqueueRequest.MaxJobs == 0 ? time.GetUtcNow() : now;
            Items[i] = options?.Repeat is { } before
                ? new MiddlewareBulkItem(before[i].Job, before[i].Outcome, single! with { Id = before[i].Job.Id, Queue = before[i].Job.Queue })
                : new MiddlewareBulkItem(new JobHandle(JobId.NewAt(now), queue), StoreOutcome.NotStored, single);
        }
    }

    public MiddlewareBulkItem[] Items { get; }

    /// <summary>One has failed: none behind it is begun any more.</summary>
    public bool HasFailed => failed;

    /// <summary>Never throws: what went wrong stands in the item.</summary>
    /// <param name="at">Which.</param>
    /// <param name="through">Its way through the middleware.</param>
    public async Task RunAsync(int at, Func<MiddlewareBulkItem, ValueTask<JobHandle>> through)
    {
        await Items[at].RunAsync(through).ConfigureAwait(false);
        failed |= Items[at].Error is not null;
    }

    /// <exception cref="JobBulkStoreException">At least one is not stored, or its middleware has failed.</exception>
    public IReadOnlyList<JobHandle> Handles(CancellationToken cancellationToken)
    {
        if (Array.TrueForAll(Items, item => item.Outcome == StoreOutcome.Stored && item.Error is null))
        {
            return [.. Items.Select(item => item.Job)];
        }

        var error = Items.FirstOrDefault(item => item.Error is not null)?.Error ?? new OperationCanceledException(cancellationToken);
        var cause = error is OperationCanceledException ? "the caller's token was cancelled on the way" : $"the first failure: {error.Message}";
        throw BulkFailure.Of(job, queue, [.. Items.Select(item => new BulkItem(item.Job, item.Outcome))], cause, error, link);
    }
}
