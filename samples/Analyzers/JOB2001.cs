// JOB2001: A key is made anew in each attempt
// Fix: Use context.IdempotencyKey
namespace Samples.JOB2001;

[Job("job2001.place-order")]
public sealed partial record PlaceOrder(long Item);

public interface IWarehouse
{
    Task ReserveAsync(string requestId, long item, CancellationToken cancellationToken);
}

[JobHandler]
public sealed class PlaceOrderHandler(IWarehouse warehouse) : IJobHandler<PlaceOrder>
{
    public async Task HandleAsync(PlaceOrder job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        await warehouse.ReserveAsync(Guid.NewGuid().ToString(), job.Item, cancellationToken); // JOB2001
#else
        await warehouse.ReserveAsync(context.IdempotencyKey, job.Item, cancellationToken);
#endif
    }
}
