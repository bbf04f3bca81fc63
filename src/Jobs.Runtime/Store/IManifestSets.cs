namespace Jobs.Store;

/// <summary>What workers have published of the jobs they run: a text for each set of jobs.</summary>
internal interface IManifestSets
{
    Task<bool> HasAsync(string set);

    /// <summary>Writes a set.</summary>
    /// <param name="set">Its name.</param>
    /// <param name="text">What is written, made from the store's time in unix ms.</param>
    /// <returns>How many sets there are now.</returns>
    Task<long> WriteAsync(string set, Func<long, string> text);

    /// <returns>Name and text of each.</returns>
    Task<IReadOnlyList<KeyValuePair<string, string>>> AllAsync();

    Task RemoveAsync(IReadOnlyCollection<string> sets);
}
