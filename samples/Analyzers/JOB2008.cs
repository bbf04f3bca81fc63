// JOB2008: A file is appended to again by a retry
// Fix: Do it in a step: context.OnceAsync
namespace Samples.JOB2008;

[Job("job2008.export-order")]
public sealed partial record ExportOrder(long Id);

[JobHandler]
public sealed class ExportOrderHandler : IJobHandler<ExportOrder>
{
    public async Task HandleAsync(ExportOrder job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        await File.AppendAllTextAsync("orders.csv", $"{job.Id}\n", cancellationToken); // JOB2008
        await File.WriteAllTextAsync("last.txt", $"{job.Id}", cancellationToken);
#else
        await context.OnceAsync("append-all-text", _ => File.AppendAllTextAsync("orders.csv", $"{job.Id}\n", cancellationToken), cancellationToken);
        await File.WriteAllTextAsync("last.txt", $"{job.Id}", cancellationToken);
#endif
    }
}
