namespace Jobs.Benchmarks;

/// <summary>A job that knows when it is due, and notes how much later than that it begins.</summary>
[Job("timed")]
internal sealed partial record Timed(int Number, DateTimeOffset Due)
{
    private static double[] late = [];
    private static int left;
    private static TaskCompletionSource<double[]> all = new();

    /// <summary>Ends when so many have begun, with how late each was, in milliseconds.</summary>
    public static Task<double[]> Expect(int jobs)
    {
        all = new TaskCompletionSource<double[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        late = new double[jobs];
        Volatile.Write(ref left, jobs);
        return all.Task;
    }

    public void Now()
    {
        late[Number] = (TimeProvider.System.GetUtcNow() - Due).TotalMilliseconds;
        if (Interlocked.Decrement(ref left) == 0)
        {
            all.TrySetResult(late);
        }
    }
}

[JobHandler]
internal sealed class TimedHandler : IJobHandler<Timed>
{
    public Task HandleAsync(Timed job, JobContext context, CancellationToken cancellationToken)
    {
        job.Now();
        return Task.CompletedTask;
    }
}
