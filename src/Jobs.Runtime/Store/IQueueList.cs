namespace Jobs.Store;

/// <summary>The names of the queues in use, and when each was last used.</summary>
internal interface IQueueList
{
    /// <summary>Adds queues that are used now.</summary>
    Task AddAsync(IReadOnlyCollection<string> queues, DateTimeOffset now);

    /// <returns>All of them, as they stand there: somebody may have edited the list.</returns>
    Task<IReadOnlyCollection<string>> AllAsync();

    /// <summary>Takes queues out of the list that hold nothing and were not used for a time. What else is stored of them stays as it is.</summary>
    /// <param name="now">By the clock of clients, as the uses are: one that is wrong has queues leave early, which a later use puts right.</param>
    /// <param name="patience">For how long.</param>
    /// <param name="max">How many are looked at.</param>
    /// <returns>Those that left.</returns>
    Task<IReadOnlyList<string>> DropUnusedAsync(DateTimeOffset now, TimeSpan patience, int max);
}
