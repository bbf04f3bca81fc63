namespace Jobs.Store;

/// <summary>The messages of a store. A message is a hint: it may be lost, and whoever hears nothing looks by itself after a while.</summary>
internal interface IWakeUps
{
    /// <summary>Listens for what wakes a session of a queue: jobs, a cancellation, an earlier time.</summary>
    IListening OfSession(string queue, string session, Action woken);

    /// <summary>Listens for what the worker that sees to a queue tells the others.</summary>
    IListening OfUpkeep(string queue, Action<ReadOnlyMemory<byte>> told);

    /// <summary>Tells the workers of a queue what was found. Does not wait until they have heard it.</summary>
    Task TellAsync(string queue, ReadOnlyMemory<byte> found);

    /// <summary>Begins to listen for the end of a job. Does not wait for it: see <see cref="IEndNotice.Subscribed"/>.</summary>
    /// <returns>To be given to <see cref="Leave"/> once, whatever happens.</returns>
    IEndNotice Join(string queue, JobId id);

    void Leave(IEndNotice notice);
}

/// <summary>Something that is listened for.</summary>
internal interface IListening
{
    /// <summary>Ends when the store has said that it will tell.</summary>
    Task BeginAsync();

    /// <summary>Ends it, or what a failed beginning may have left. Does not wait for the store.</summary>
    Task EndAsync();
}

/// <summary>What those who wait for the end of one job share.</summary>
internal interface IEndNotice
{
    /// <summary>Ends when the store has said that it will tell; fails where it refuses to.</summary>
    Task Subscribed { get; }

    /// <summary>Ends with the next message. Taken before the job is looked at, so that none is missed.</summary>
    Task Ended { get; }
}
