// JOB3016: A handler changes static state
namespace Samples.JOB3016;

[Job("job3016.import-orders", TimeoutSeconds = 15)]
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
    private static int imported;

    public async Task HandleAsync(ImportOrders job, JobContext context, CancellationToken cancellationToken)
    {
        await shop.ImportAsync(job.ShopId, cancellationToken);
        imported++; // JOB3016
        await Console.Out.WriteLineAsync($"{imported} shops");
    }
#else
    private static int imported;

    public async Task HandleAsync(ImportOrders job, JobContext context, CancellationToken cancellationToken)
    {
        await shop.ImportAsync(job.ShopId, cancellationToken);
        await Console.Out.WriteLineAsync($"{Interlocked.Increment(ref imported)} shops");
    }
#endif
}
