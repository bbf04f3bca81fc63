// JOB3001: The handler's token is not passed on
// Fix: Pass 'cancellationToken'
namespace Samples.JOB3001;

[Job("job3001.import-orders", TimeoutSeconds = 15)]
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
        await shop.ImportAsync(job.ShopId); // JOB3001
#else
        await shop.ImportAsync(job.ShopId, cancellationToken);
#endif
    }
}
