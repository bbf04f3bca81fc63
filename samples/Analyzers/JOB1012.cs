// JOB1012: A job handler cannot be made
namespace Samples.JOB1012;

#if BAD
[Job("job1012.send-email")]
public sealed partial record SendEmail(string To, string Subject);

[JobHandler]
public sealed class SendEmailHandler : IJobHandler<SendEmail> // JOB1012
{
    private SendEmailHandler()
    {
    }

    public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync(job.Subject);
}
#else
[Job("job1012.send-email")]
public sealed partial record SendEmail(string To, string Subject);

[JobHandler]
public sealed class SendEmailHandler(TimeProvider time) : IJobHandler<SendEmail>
{
    public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync($"{time.GetUtcNow()} {job.Subject}");
}
#endif
