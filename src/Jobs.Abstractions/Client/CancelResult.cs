namespace Jobs;

/// <summary>What a cancellation found.</summary>
public enum CancelResult
{
    /// <summary>No such job, or its retention has ended.</summary>
    NotFound,

    /// <summary>It is cancelled: it was waiting, or it had been cancelled before. A call whose answer was lost is answered alike when it is repeated.</summary>
    Cancelled,

    /// <summary>It is running; its worker has been told. <see cref="IJobClient.GetAsync"/> says how it ended.</summary>
    Requested,

    /// <summary>It had ended before: completed or dead.</summary>
    AlreadyEnded,
}
