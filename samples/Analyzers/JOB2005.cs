// JOB2005: An INSERT without a guard
// Fix: by hand
using System.Data.Common;

namespace Samples.JOB2005;

[Job("job2005.record-sale")]
public sealed partial record RecordSale(long Order, decimal Total);

[JobHandler]
public sealed class RecordSaleHandler(DbConnection connection) : IJobHandler<RecordSale>
{
    public async Task HandleAsync(RecordSale job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        await using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO sales (order_id, total) VALUES (@order, @total)"; // JOB2005
        await command.ExecuteNonQueryAsync(cancellationToken);
#else
        await using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO sales (order_id, total) VALUES (@order, @total) ON CONFLICT (order_id) DO NOTHING";
        await command.ExecuteNonQueryAsync(cancellationToken);
#endif
    }
}
