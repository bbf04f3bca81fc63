// JOB2010: A handler enqueues a job without an id of its own
// Fix: Pass an id out of context.IdempotencyKey
namespace Samples.JOB2010;

[Job("job2010.close-order")]
public sealed partial record CloseOrder(long Id);

[Job("job2010.send-receipt")]
public sealed partial record SendReceipt(long Order);

[JobHandler]
public sealed class CloseOrderHandler(IJobClient client) : IJobHandler<CloseOrder>
{
    public async Task HandleAsync(CloseOrder job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        await client.EnqueueSendReceipt(new(job.Id), cancellationToken: cancellationToken); // JOB2010
#else
        await client.EnqueueSendReceipt(new(job.Id), new() { Id = JobId.From($"{context.IdempotencyKey}/send-receipt") }, cancellationToken: cancellationToken);
#endif
    }
}
