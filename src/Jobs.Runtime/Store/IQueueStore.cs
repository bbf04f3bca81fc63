namespace Jobs.Store;

/// <summary>One queue: the operations that clients and workers call. Knows bytes; no handlers, no payload types.</summary>
/// <remarks>Methods throw whatever the store's client throws: <see cref="IStoreLink.Judge"/> says what it means. Repeating any call with the same arguments changes nothing twice.</remarks>
internal interface IQueueStore
{
    /// <summary>Its name.</summary>
    string Queue { get; }

    /// <summary>Stores jobs. An id that is stored already is left as it is.</summary>
    /// <returns>Positions, from 1 and ascending, of the jobs that were stored before; negative where an earlier try of this very call has stored the job.</returns>
    Task<int[]> EnqueueAsync(IEnqueueRequest request);

    /// <summary>Tells what has ended and fetches jobs. A repeated call is answered as the first time.</summary>
    Task<TurnReply> TurnAsync(TurnRequest request);

    /// <summary>Begins a session. Joining again renews it.</summary>
    /// <returns>False: the session has been recovered and must not be used any more.</returns>
    Task<bool> JoinAsync(string session, TimeSpan ttl);

    /// <summary>Sends a renewal. A thread may block on its reply while every thread of the pool is busy.</summary>
    /// <param name="session">Whose.</param>
    /// <param name="ttl">How long it lives from now.</param>
    /// <param name="restsAfter">The number of its last turn, if it holds nothing since; else -1.</param>
    /// <param name="restingTtl">How long it lives from now if no other turn of it has been applied.</param>
    PendingRenewal BeginRenew(string session, TimeSpan ttl, long restsAfter = -1, TimeSpan restingTtl = default);

    /// <summary>Asks what the queue needs, and to be the one that sees to it.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="hold">For how long it sees to the queue, if nobody else does.</param>
    Task<QueueNeeds> LookAsync(string session, TimeSpan hold);

    /// <summary>Ends a session that holds nothing. One that does is overdue from then on.</summary>
    Task<LeaveResult> LeaveAsync(string session);

    /// <summary>One bounded step of a recovery. Begin with <see cref="RecoverStep.Start"/>, go on with what it returns until <see cref="RecoverStep.IsLast"/>.</summary>
    Task<RecoverStep> RecoverAsync(RecoverStep from, int maxRecoveries, int batch = 500);

    /// <summary>Forgets jobs whose retention has ended.</summary>
    /// <returns>How many jobs were looked at; as many as asked: there may be more.</returns>
    Task<int> SweepAsync(int max = 1000);

    /// <summary>Ends a waiting job, or asks the session that runs it to.</summary>
    Task<CancelResult> CancelAsync(JobId id, TimeSpan retention);

    /// <summary>All that is known of a job, at one moment.</summary>
    /// <returns>Null: no such job.</returns>
    Task<StoredJob?> GetAsync(JobId id);

    /// <summary>Keeps a step that a handler has done.</summary>
    /// <param name="job">Whose step it is, and what fences it.</param>
    /// <param name="before">How many bytes are recorded before it.</param>
    /// <param name="step">The record.</param>
    /// <returns>How many bytes are recorded with it; 0: the run is over.</returns>
    Task<int> RecordAsync(TakenJob job, int before, ReadOnlyMemory<byte> step);

    /// <returns>All steps that are recorded of the job.</returns>
    Task<byte[]> RecallAsync(JobId id);

    /// <summary>Has the end of a job announced.</summary>
    /// <returns>False: it has ended, or is not known; look at it now.</returns>
    Task<bool> AwaitAsync(JobId id);
}
