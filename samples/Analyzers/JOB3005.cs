// JOB3005: A handler starts work that nobody waits for
// Fix: Await it
namespace Samples.JOB3005;

[Job("job3005.import-orders", TimeoutSeconds = 15)]
public sealed partial record ImportOrders(long ShopId);

public interface IShop
{
    Task<long> CountAsync(long shopId, CancellationToken cancellationToken = default);

    Task ImportAsync(long shopId, CancellationToken cancellationToken = default);
}

[JobHandler]
public sealed class ImportOrdersHandler(IShop shop) : IJobHandler<ImportOrders>
{
    public async Task HandleAsync(ImportOrders job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        await shop.CountAsync(job.ShopId, cancellationToken);
        _ = shop.ImportAsync(job.ShopId, cancellationToken); // JOB3005
#else
        await shop.CountAsync(job.ShopId, cancellationToken);
        await shop.ImportAsync(job.ShopId, cancellationToken);
#endif
    }
}
