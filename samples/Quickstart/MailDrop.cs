using System.Net.Mail;

namespace Quickstart;

/// <summary>Leaves mails as .eml files in a pickup folder, where a mail server would collect them.</summary>
internal sealed class MailDrop(DirectoryInfo outbox)
{
    /// <summary>Writes one mail under the name of its key: written again, it is the same file.</summary>
    public async Task SendAsync(MailMessage message, string key, CancellationToken cancellationToken)
    {
        // The pickup folder names files at random, so each mail is dropped in a folder of its own and then moved to its name.
        var drop = Directory.CreateDirectory(Path.Combine(outbox.FullName, ".drop", key));
        using (var smtp = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = drop.FullName })
        {
            await smtp.SendMailAsync(message, cancellationToken);
        }

        drop.GetFiles("*.eml").OrderByDescending(file => file.LastWriteTimeUtc).First().MoveTo(Path.Combine(outbox.FullName, key + ".eml"), overwrite: true);
        drop.Delete(recursive: true);
    }
}
