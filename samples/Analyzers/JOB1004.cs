// JOB1004: A job handler handles nothing
namespace Samples.JOB1004;

#if BAD
[Job("job1004.send-email")]
public sealed partial record SendEmail(string To, string Subject);

[JobHandler]
public sealed class SendEmailHandler // JOB1004
{
    public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync(job.Subject);
}
#else
[Job("job1004.send-email")]
public sealed partial record SendEmail(string To, string Subject);

[JobHandler]
public sealed class SendEmailHandler : IJobHandler<SendEmail>
{
    public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync(job.Subject);
}
#endif
