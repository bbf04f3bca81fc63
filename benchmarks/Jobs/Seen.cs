namespace Jobs.Benchmarks;

/// <summary>A job that says when it begins, one at a time.</summary>
[Job("seen")]
internal sealed partial record Seen(int Number)
{
    private static TaskCompletionSource next = new();

    /// <summary>Ends when the next one begins.</summary>
    public static Task Next() => (next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public static void Now() => next.TrySetResult();
}

[JobHandler]
internal sealed class SeenHandler : IJobHandler<Seen>
{
    public Task HandleAsync(Seen job, JobContext context, CancellationToken cancellationToken)
    {
        Seen.Now();
        return Task.CompletedTask;
    }
}
