// JOB3002: A handler blocks until a task is done
// Fix: Await it
namespace Samples.JOB3002;

[Job("job3002.import-orders", TimeoutSeconds = 15)]
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
        var count = shop.CountAsync(job.ShopId, cancellationToken).Result; // JOB3002
        await Console.Out.WriteLineAsync($"{count} orders");
#else
        var count = await shop.CountAsync(job.ShopId, cancellationToken);
        await Console.Out.WriteLineAsync($"{count} orders");
#endif
    }
}
