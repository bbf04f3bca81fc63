using Jobs;

namespace AotWorker;

/// <summary>Waits, and writes down that it began and how it ended.</summary>
[JobHandler]
internal sealed class SimulateWorkHandler(Journal journal) : IJobHandler<SimulateWork>
{
    public Task HandleAsync(SimulateWork job, JobContext context, CancellationToken cancellationToken)
    {
        journal.Started(job.Number, context);
        if (job.Milliseconds > 0 || job.Failures > 0)
        {
            return WaitAsync(job, context, cancellationToken);
        }

        journal.Ended(job.Number, context);
        return Task.CompletedTask;
    }

    private async Task WaitAsync(SimulateWork job, JobContext context, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(job.Milliseconds, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            journal.Stopped(job.Number, context);
            throw;
        }

        if (context.Attempt <= job.Failures)
        {
            journal.Failed(job.Number, context);
            throw new SimulatedFailureException();
        }

        journal.Ended(job.Number, context);
    }
}

/// <summary>The failure a job was enqueued with.</summary>
internal sealed class SimulatedFailureException() : Exception("Asked for by the payload.");
