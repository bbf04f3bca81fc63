namespace Jobs;

/// <summary>Redis refused a call, or did not answer in time. Of an enqueue: it was refused and nothing was stored, unless it is a
/// <see cref="JobStoreUnavailableException"/> or a <see cref="JobBulkStoreException"/>, which say more.</summary>
public class JobStoreException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Redis did not take a job in time, or did not answer a question about one.</summary>
public sealed class JobStoreUnavailableException(JobId id, string queue, StoreOutcome outcome, string message, Exception? innerException = null)
    : JobStoreException(message, innerException)
{
    /// <summary>The job that was to be stored, or that was asked about. Enqueue it again with this id: it never becomes two.</summary>
    public JobId Id { get; } = id;

    /// <summary>The queue it was to go to, or was looked for in; empty: in all.</summary>
    public string Queue { get; } = queue;

    /// <summary>Whether it is stored. Of a look-up or a cancellation always <see cref="StoreOutcome.Unknown"/>.</summary>
    public StoreOutcome Outcome { get; } = outcome;
}

/// <summary>Not all of many jobs were stored, or nobody knows; where the caller's token ended the call, <see cref="Exception.InnerException"/> is an
/// <see cref="OperationCanceledException"/>. To repeat it: the same payloads with <see cref="EnqueueOptions.Repeat"/> set to <see cref="Items"/>.</summary>
public sealed class JobBulkStoreException(IReadOnlyList<BulkItem> items, string message, Exception? innerException = null)
    : JobStoreException(message, innerException)
{
    /// <summary>One entry per payload, in their order.</summary>
    public IReadOnlyList<BulkItem> Items { get; } = items;
}

/// <summary>What became of one of many jobs.</summary>
/// <param name="Job">The job.</param>
/// <param name="Outcome">Whether it is stored.</param>
public readonly record struct BulkItem(JobHandle Job, StoreOutcome Outcome)
{
    /// <exception cref="ArgumentException">There is none, or one names no job.</exception>
    internal static IReadOnlyList<BulkItem> Named(IReadOnlyList<BulkItem> items)
    {
        BulkItem[] copy = [.. items];
        return copy.Length > 0 && Array.TrueForAll(copy, item => item.Job.Id != default && Check.IsName(item.Job.Queue))
            ? copy
            : throw new ArgumentException("Repeat takes the Items of the JobBulkStoreException of the call to be repeated: one per payload, each with the id and the queue of its job.", nameof(items));
    }
}

/// <summary>Whether a job is stored.</summary>
public enum StoreOutcome
{
    /// <summary>Redis has answered that it is.</summary>
    Stored,

    /// <summary>It never reached Redis, or was refused.</summary>
    NotStored,

    /// <summary>It was sent, and no answer came: it may be stored or not.</summary>
    Unknown,
}
