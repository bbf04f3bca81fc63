// JOB1016: A job handler is not marked
// Fix: Mark it [JobHandler]
namespace Samples.JOB1016;

[Job("job1016.send-email")]
public sealed partial record SendEmail(string To, string Subject);

#if BAD
public sealed class SendEmailHandler : IJobHandler<SendEmail> // JOB1016
#else
[JobHandler]
public sealed class SendEmailHandler : IJobHandler<SendEmail>
#endif
{
    public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync(job.Subject);
}
