// JOB3007: A handler reports success when it is cancelled
// Fix: Catch it only while 'cancellationToken' is not cancelled
namespace Samples.JOB3007;

[Job("job3007.import-orders", TimeoutSeconds = 15)]
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
        catch (OperationCanceledException) // JOB3007
        {
            Console.Error.WriteLine("The shop did not answer in time.");
        }
#else
        try
        {
            await shop.ImportAsync(job.ShopId, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine("The shop did not answer in time.");
        }
#endif
    }
}
