namespace Jobs.Benchmarks;

/// <summary>A job with one step that is done once, whose action does nothing.</summary>
[Job("stepwise")]
internal sealed partial record Stepwise(string Text)
{
    public static Stepwise Of100Bytes { get; } = new(new string('x', 92));
}

[JobHandler]
internal sealed class StepwiseHandler : IJobHandler<Stepwise>
{
    public async Task HandleAsync(Stepwise job, JobContext context, CancellationToken cancellationToken)
    {
        await context.OnceAsync("step", static _ => Task.CompletedTask, cancellationToken);
        await Countdown.OneAsync();
    }
}
