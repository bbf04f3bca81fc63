namespace Jobs.Benchmarks;

/// <summary>Counts, and nothing else.</summary>
[JobHandler]
internal sealed class NoopHandler : IJobHandler<Noop>
{
    public Task HandleAsync(Noop job, JobContext context, CancellationToken cancellationToken) => Countdown.OneAsync();
}
