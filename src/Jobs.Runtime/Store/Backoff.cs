namespace Jobs.Store;

/// <summary>How long to wait before a failed call is made again: twice as long after each failure in a row, up to a bound, spread so that callers do not come back all at once.</summary>
/// <param name="first">After the first failure, before it is spread over 50 to 150 %.</param>
/// <param name="longest">No wait is longer.</param>
/// <param name="time">The clock.</param>
/// <param name="jitter">0 to 1; null: at random.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, TimeProvider time, Func<double>? jitter = null)
{
    private const int MaxDoublings = 20;

#pragma warning disable RS0030 // who has no randomness of his own; a test passes one
    private readonly Func<double> jitter = jitter ?? Random.Shared.NextDouble;
#pragma warning restore RS0030

    /// <param name="failures">Those in a row before the one that has just come.</param>
    public TimeSpan After(int failures)
    {
        var wait = first * Math.Pow(2, Math.Min(failures, MaxDoublings)) * (0.5 + jitter());
        return wait < longest ? wait : longest;
    }

    /// <inheritdoc cref="After"/>
    public Task WaitAsync(int failures, CancellationToken cancellationToken = default) => Task.Delay(After(failures), time, cancellationToken);
}
