// JOB3009: A long handler has no checkpoint
namespace Samples.JOB3009;

[Job("job3009.import-all", TimeoutSeconds = 3600)]
public sealed partial record ImportAll(int Year);

public interface IShops
{
    Task<long?> NextAsync(int year, CancellationToken cancellationToken);

    Task ImportAsync(long shopId, CancellationToken cancellationToken);
}

[JobHandler]
public sealed class ImportAllHandler(IShops shops) : IJobHandler<ImportAll>
{
#if BAD
    public async Task HandleAsync(ImportAll job, JobContext context, CancellationToken cancellationToken) // JOB3009
#else
    public async Task HandleAsync(ImportAll job, JobContext context, CancellationToken cancellationToken)
#endif
    {
        while (await shops.NextAsync(job.Year, cancellationToken) is { } shop)
        {
#if BAD
            await shops.ImportAsync(shop, cancellationToken);
#else
            await shops.ImportAsync(shop, cancellationToken);
            if (context.SoftStop.IsCancellationRequested)
            {
                throw new JobSnoozeException(TimeSpan.FromSeconds(1)); // the next attempt goes on with what is left
            }
#endif
        }
    }
}
