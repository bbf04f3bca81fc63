// JOB3017: A stop of the worker is thrown as a failure
// Fix: Throw the cancellation of 'context.SoftStop'
namespace Samples.JOB3017;

[Job("job3017.import-all", TimeoutSeconds = 3600)]
public sealed partial record ImportAll(int Year);

public interface IShops
{
    Task<long?> NextAsync(int year, CancellationToken cancellationToken);

    Task ImportAsync(long shopId, CancellationToken cancellationToken);
}

[JobHandler]
public sealed class ImportAllHandler(IShops shops) : IJobHandler<ImportAll>
{
    public async Task HandleAsync(ImportAll job, JobContext context, CancellationToken cancellationToken)
    {
        while (await shops.NextAsync(job.Year, cancellationToken) is { } shop)
        {
            await shops.ImportAsync(shop, cancellationToken);
            if (context.SoftStop.IsCancellationRequested)
            {
#if BAD
                throw new InvalidOperationException("The worker stops"); // JOB3017
#else
                throw new OperationCanceledException(context.SoftStop);
#endif
            }
        }
    }
}
