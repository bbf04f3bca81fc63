namespace Jobs.Benchmarks;

/// <summary>A job whose first attempt throws and whose second, at once, does nothing.</summary>
[Job("fails-once", Retry = "1ms")]
internal sealed partial record FailsOnce(string Text)
{
    public static FailsOnce Of100Bytes { get; } = new(new string('x', 92));
}

/// <summary>Counts second attempts.</summary>
[JobHandler]
internal sealed class FailsOnceHandler : IJobHandler<FailsOnce>
{
    public Task HandleAsync(FailsOnce job, JobContext context, CancellationToken cancellationToken) => context.Attempt == 1
        ? throw new InvalidOperationException("The first attempt fails.")
        : Countdown.OneAsync();
}
