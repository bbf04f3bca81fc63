using System.Diagnostics;

namespace Jobs.Benchmarks;

/// <summary>A job that waits, as one does that asks another service, and notes how long it really took.</summary>
[Job("waits")]
internal sealed partial record Waits(int Milliseconds)
{
    private static long ticks;
    private static long count;

    /// <summary>The mean since the last call.</summary>
    public static TimeSpan TakeMean() => Stopwatch.GetElapsedTime(0, Interlocked.Exchange(ref ticks, 0) / Math.Max(1, Interlocked.Exchange(ref count, 0)));

    public static void Took(long began)
    {
        Interlocked.Add(ref ticks, Stopwatch.GetTimestamp() - began);
        Interlocked.Increment(ref count);
    }
}

[JobHandler]
internal sealed class WaitsHandler : IJobHandler<Waits>
{
    public async Task HandleAsync(Waits job, JobContext context, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(job.Milliseconds, cancellationToken);
        Waits.Took(began);
        await Countdown.OneAsync();
    }
}
