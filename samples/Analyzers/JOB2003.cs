// JOB2003: A message to a person is sent again by a retry
// Fix: Do it in a step: context.OnceAsync
using System.Net.Mail;

namespace Samples.JOB2003;

[Job("job2003.send-welcome")]
public sealed partial record SendWelcome(string To);

[JobHandler]
public sealed class SendWelcomeHandler(SmtpClient smtp) : IJobHandler<SendWelcome>
{
    public async Task HandleAsync(SendWelcome job, JobContext context, CancellationToken cancellationToken)
    {
#if BAD
        await smtp.SendMailAsync("shop@example.com", job.To, "Welcome", "…", cancellationToken); // JOB2003
        await File.WriteAllTextAsync("welcomed.txt", job.To, cancellationToken);
#else
        await context.OnceAsync("send-mail", _ => smtp.SendMailAsync("shop@example.com", job.To, "Welcome", "…", cancellationToken), cancellationToken);
        await File.WriteAllTextAsync("welcomed.txt", job.To, cancellationToken);
#endif
    }
}
