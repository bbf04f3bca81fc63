// JOB2009: A message is published without an id of its own
// Fix: Do it in a step: context.OnceAsync
using Azure.Messaging.ServiceBus;

namespace Samples.JOB2009;

[Job("job2009.announce-order")]
public sealed partial record AnnounceOrder(string Order);

[JobHandler]
public sealed class AnnounceOrderHandler(ServiceBusSender sender) : IJobHandler<AnnounceOrder>
{
    public async Task HandleAsync(AnnounceOrder job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        await sender.SendMessageAsync(new ServiceBusMessage(job.Order), cancellationToken); // JOB2009
#else
        await context.OnceAsync("send-message", _ => sender.SendMessageAsync(new ServiceBusMessage(job.Order), cancellationToken), cancellationToken);
#endif
    }
}
