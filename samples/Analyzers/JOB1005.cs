// JOB1005: A job has two handlers
namespace Samples.JOB1005;

#if BAD
[Job("job1005.send-email")]
public sealed partial record SendEmail(string To, string Subject);

[JobHandler]
public sealed class SendEmailHandler : IJobHandler<SendEmail>
{
    public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync($"{job}");
}

[JobHandler]
public sealed class LogEmailHandler : IJobHandler<SendEmail> // JOB1005
{
    public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync($"{job}");
}
#else
[Job("job1005.send-email")]
public sealed partial record SendEmail(string To, string Subject);

[Job("job1005.log-email")]
public sealed partial record LogEmail(string To);

[JobHandler]
public sealed class SendEmailHandler : IJobHandler<SendEmail>
{
    public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync($"{job}");
}

[JobHandler]
public sealed class LogEmailHandler : IJobHandler<LogEmail>
{
    public Task HandleAsync(LogEmail job, JobContext context, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync($"{job}");
}
#endif
