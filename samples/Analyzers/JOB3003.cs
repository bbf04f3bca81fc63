// JOB3003: A handler sleeps on its thread
// Fix: Await Task.Delay
namespace Samples.JOB3003;

[Job("job3003.import-orders", TimeoutSeconds = 15)]
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
        await shop.ImportAsync(job.ShopId, cancellationToken);
        Thread.Sleep(TimeSpan.FromSeconds(1)); // JOB3003
        await shop.CountAsync(job.ShopId, cancellationToken);
#else
        await shop.ImportAsync(job.ShopId, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        await shop.CountAsync(job.ShopId, cancellationToken);
#endif
    }
}
