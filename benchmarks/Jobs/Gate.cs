namespace Jobs.Benchmarks;

/// <summary>A job that holds its slot until the gate is opened: while all slots are held, a worker takes nothing.</summary>
[Job("gate", MaxAttempts = 1)]
internal sealed partial record Gate
{
    private static TaskCompletionSource opened = new();
    private static TaskCompletionSource full = new();
    private static int missing;

    /// <summary>Ends when so many slots are held.</summary>
    public static Task CloseAsync(int slots)
    {
        opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref missing, slots);
        return full.Task;
    }

    public static void Open() => opened.SetResult();

    public static Task HoldAsync()
    {
        var until = opened.Task;
        if (Interlocked.Decrement(ref missing) == 0)
        {
            full.SetResult();
        }

        return until;
    }
}

[JobHandler]
internal sealed class GateHandler : IJobHandler<Gate>
{
    public Task HandleAsync(Gate job, JobContext context, CancellationToken cancellationToken) => Gate.HoldAsync();
}
