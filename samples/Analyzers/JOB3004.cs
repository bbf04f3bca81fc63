// JOB3004: A handler has an async method that returns nothing
namespace Samples.JOB3004;

[Job("job3004.import-orders", TimeoutSeconds = 15)]
public sealed partial record ImportOrders(long ShopId);

public interface IShop
{
    Task<long> CountAsync(long shopId, CancellationToken cancellationToken = default);

    Task ImportAsync(long shopId, CancellationToken cancellationToken = default);
}

[JobHandler]
public sealed class ImportOrdersHandler(IShop shop) : IJobHandler<ImportOrders>
{
#if BAD
    public Task HandleAsync(ImportOrders job, JobContext context, CancellationToken cancellationToken)
    {
        Import(job.ShopId, cancellationToken);
        return Task.CompletedTask;
    }

    private async void Import(long shopId, CancellationToken cancellationToken) => await shop.ImportAsync(shopId, cancellationToken); // JOB3004
#else
    public Task HandleAsync(ImportOrders job, JobContext context, CancellationToken cancellationToken) =>
        ImportAsync(job.ShopId, cancellationToken);

    private async Task ImportAsync(long shopId, CancellationToken cancellationToken) => await shop.ImportAsync(shopId, cancellationToken);
#endif
}
