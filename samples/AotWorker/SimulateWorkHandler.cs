using Jobs;

namespace AotWorker;

/// <summary>Waits, and writes down that it began and that it was through.</summary>
[JobHandler]
internal sealed class SimulateWorkHandler(Journal journal) : IJobHandler<SimulateWork>
{
    public Task HandleAsync(SimulateWork job, JobContext context, CancellationToken cancellationToken)
    {
        journal.Started(job, context);
        if (job.Milliseconds > 0)
        {
            return WaitAsync(job, context, cancellationToken);
        }

        journal.Ended(job, context);
        return Task.CompletedTask;
    }

    private async Task WaitAsync(SimulateWork job, JobContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(job.Milliseconds, cancellationToken);
        journal.Ended(job, context);
    }
}
