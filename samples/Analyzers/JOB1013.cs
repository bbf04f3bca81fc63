// JOB1013: A job handler does not return the job's result
namespace Samples.JOB1013;

#if BAD
[Job<Uri>("job1013.render-report")]
public sealed partial record RenderReport(long Id);

[JobHandler]
public sealed class RenderReportHandler : IJobHandler<RenderReport> // JOB1013
{
    public Task HandleAsync(RenderReport job, JobContext context, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
}
#else
[Job<Uri>("job1013.render-report")]
public sealed partial record RenderReport(long Id);

[JobHandler]
public sealed class RenderReportHandler : IJobHandler<RenderReport, Uri>
{
    public async Task<Uri> HandleAsync(RenderReport job, JobContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        return new Uri($"https://reports.example/{job.Id}");
    }
}
#endif
