namespace Jobs.Store;

/// <summary>One enqueue call: jobs of one table, first the plain ones, then the others.</summary>
internal interface IEnqueueRequest
{
    /// <summary>More jobs than this go by another call, so that no call keeps the store long.</summary>
    const int MaxJobs = 1000;

    /// <summary>That of all its ids, by <see cref="JobTable"/>.</summary>
    int Table { get; }

    /// <summary>How many jobs there are.</summary>
    int Count { get; }

    /// <summary>How many of them, from the first on, are plain.</summary>
    int Plain { get; }

    /// <summary>One of them; the store copies neither its id nor its envelope, and holds them until the call has ended.</summary>
    NewEntry this[int index] { get; }
}

/// <summary>A job to be stored.</summary>
/// <param name="Id">16 bytes.</param>
/// <param name="Envelope">What is stored.</param>
/// <param name="Terms">What else is to be done with it.</param>
internal readonly record struct NewEntry(ReadOnlyMemory<byte> Id, ReadOnlyMemory<byte> Envelope, EnqueueTerms Terms);
