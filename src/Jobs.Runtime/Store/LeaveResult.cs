namespace Jobs.Store;

/// <summary>What came of a session's leaving.</summary>
internal enum LeaveResult
{
    NotThere,
    Left,

    /// <summary>Redis has jobs in flight for it, which the next recovery requeues.</summary>
    HoldsJobs,

    /// <summary>So many jobs are held in the queue that the next recovery looks through them.</summary>
    NotKnown,
}
