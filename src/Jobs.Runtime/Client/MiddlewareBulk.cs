namespace Jobs.Client;

/// <summary>Gathers what became of many jobs that went through middleware one by one.</summary>
internal sealed class MiddlewareBulk(JobDefinition job, string queue)
{
    private readonly List<BulkItem> items = [];
    private Exception? error;

    public bool HasFailed => error is not null;

    /// <param name="call">Null: not begun, since one before it had failed.</param>
    public async ValueTask AddAsync(Task<JobHandle>? call)
    {
        if (call is null)
        {
            items.Add(new BulkItem(default, StoreOutcome.NotStored));
            return;
        }

        try
        {
            items.Add(new BulkItem(await call.ConfigureAwait(false), StoreOutcome.Stored));
        }
        catch (JobStoreUnavailableException e)
        {
            error ??= e;
            items.Add(new BulkItem(new JobHandle(e.Id, e.Queue), e.Outcome));
        }
        catch (OperationCanceledException e)
        {
            error ??= e;
            items.Add(new BulkItem(default, StoreOutcome.Unknown));
        }
        catch (Exception e)
        {
            error ??= e;
            items.Add(new BulkItem(default, StoreOutcome.NotStored));
        }
    }

    /// <exception cref="JobBulkStoreException">At least one is not stored.</exception>
    public IReadOnlyList<JobHandle> Handles() => error is null
        ? [.. items.Select(item => item.Job)]
        : throw new JobBulkStoreException(
            items,
            $"Of {items.Count:N0} jobs '{job.Name}' for queue '{queue}' {items.Count(i => i.Outcome == StoreOutcome.Stored):N0} are stored; the first failure: {error.Message}",
            error);
}
