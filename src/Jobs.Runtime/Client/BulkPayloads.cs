namespace Jobs.Client;

/// <summary>The payloads of a call for many, one by one, while nothing is sent yet.</summary>
internal static class BulkPayloads
{
    /// <summary>Goes through them, and looks at the token before each, since a sequence may take its time or never end.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was stored.</exception>
    /// <exception cref="ArgumentException">One is null, or there are more or fewer than the call had that is repeated; nothing was stored.</exception>
    public static IEnumerable<TJob> Each<TJob>(IEnumerable<TJob> payloads, EnqueueOptions? options, CancellationToken cancellationToken)
        where TJob : IJob<TJob>
    {
        EnqueueRules.ForMany(options, TJob.Definition);
        var count = 0;
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var payload in payloads)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (payload is null)
            {
                throw new ArgumentException($"Payload {count} of many jobs '{TJob.Definition.Name}' is null; nothing was stored.", nameof(payloads));
            }

            if (count == options?.Repeat?.Count)
            {
                EnqueueRules.SameCount(options, payloads.TryGetNonEnumeratedCount(out var all) ? all : count + 1, TJob.Definition);
            }

            count++;
            yield return payload;
        }

        EnqueueRules.SameCount(options, count, TJob.Definition);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
