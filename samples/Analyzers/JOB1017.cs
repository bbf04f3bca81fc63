// JOB1017: A job handler handles what is no job
namespace Samples.JOB1017;

#if BAD
public sealed partial record SendEmail(string To, string Subject);

[JobHandler]
public sealed class SendEmailHandler : IJobHandler<SendEmail> // JOB1017
{
    public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync(job.Subject);
}
#else
[Job("job1017.send-email")]
public sealed partial record SendEmail(string To, string Subject);

[JobHandler]
public sealed class SendEmailHandler : IJobHandler<SendEmail>
{
    public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync(job.Subject);
}
#endif
