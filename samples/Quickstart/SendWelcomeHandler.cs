using System.Net.Mail;
using Jobs;

namespace Quickstart;

/// <summary>Writes the mail. An address that is none will not become one: the job is dead at once, with the reason.</summary>
[JobHandler]
[DeadOn<FormatException>]
internal sealed class SendWelcomeHandler(MailDrop mail, RunRecord record) : IJobHandler<SendWelcome>
{
    public async Task HandleAsync(SendWelcome job, JobContext context, CancellationToken cancellationToken)
    {
        record.Started(context.Id);
        if (context.Attempt <= job.GreylistedTimes)
        {
            throw new SmtpException(SmtpStatusCode.MailboxBusy, $"450 4.2.0 <{job.Email}>: greylisted, try again later");
        }

        using var message = Welcome.For(job);
        message.Headers.Add("Message-ID", $"<{context.IdempotencyKey}@quickstart.example>"); // a second run of the same job is the same mail
        await mail.SendAsync(message, context.IdempotencyKey, cancellationToken);
    }
}
