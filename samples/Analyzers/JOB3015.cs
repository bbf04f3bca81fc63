// JOB3015: A job is enqueued within a transaction
using System.Data.Common;

namespace Samples.JOB3015;

[Job("job3015.confirm-order", TimeoutSeconds = 60)]
public sealed partial record ConfirmOrder(long OrderId);

public sealed class Orders(IJobClient client, DbConnection connection)
{
    public async Task PlaceAsync(long orderId, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
#if BAD
        await client.EnqueueConfirmOrder(new(orderId), cancellationToken: cancellationToken); // JOB3015
        await transaction.CommitAsync(cancellationToken);
#else
        await transaction.CommitAsync(cancellationToken);
        await client.EnqueueConfirmOrder(new(orderId), new() { Id = JobId.From($"confirm-order/{orderId}") }, cancellationToken);
#endif
    }
}
