namespace Jobs;

/// <summary>What a cancellation found.</summary>
public enum CancelResult
{
    /// <summary>No such job, or its retention has ended.</summary>
    NotFound,

    /// <summary>It was waiting and is now cancelled.</summary>
    Cancelled,

    /// <summary>It is running; its worker has been told. <see cref="IJobClient.GetAsync"/> says how it ended.</summary>
    Requested,

    /// <summary>It had ended before: completed, cancelled or dead.</summary>
    AlreadyEnded,
}
