using Jobs.Store;

namespace Jobs.Client;

/// <summary>The error of a call for many: how many are stored, why not all, and what to do.</summary>
internal static class BulkFailure
{
    /// <param name="job">What they are.</param>
    /// <param name="queue">Where they were to go.</param>
    /// <param name="items">What became of each.</param>
    /// <param name="cause">A clause that names who did what.</param>
    /// <param name="error">What ended the call, if anything did.</param>
    /// <param name="link">Knows what can be done about it.</param>
    public static JobBulkStoreException Of(JobDefinition job, string queue, BulkItem[] items, string cause, Exception? error, IStoreLink link)
    {
        var (stored, unknown) = (Count(items, StoreOutcome.Stored), Count(items, StoreOutcome.Unknown));
        var step = error is not null && link.Judge(error).NextStep is { Length: > 0 } hint ? " " + hint : "";
        return new JobBulkStoreException(
            items,
            $"Of {items.Length:N0} jobs '{job.Name}' for queue '{queue}' {stored:N0} are stored, {unknown:N0} may be, and the rest is not ({cause}). "
            + $"Repeat the call with the same payloads and EnqueueOptions.Repeat set to the Items of this exception: no job becomes two.{step}",
            error);
    }

    private static int Count(BulkItem[] items, StoreOutcome outcome) => items.Count(item => item.Outcome == outcome);
}
