// JOB3006: A handler reports success whatever goes wrong
// Fix: Rethrow
namespace Samples.JOB3006;

[Job("job3006.import-orders", TimeoutSeconds = 15)]
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
        try
        {
            await shop.ImportAsync(job.ShopId, cancellationToken);
        }
        catch (Exception e) // JOB3006
        {
            Console.Error.WriteLine(e);
        }
#else
        try
        {
            await shop.ImportAsync(job.ShopId, cancellationToken);
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            throw;
        }
#endif
    }
}
