using System.Net.Mail;
using System.Text;

namespace Quickstart;

/// <summary>The text of the mail, in the reader's language.</summary>
internal static class Welcome
{
    /// <exception cref="FormatException">The address is not one.</exception>
    public static MailMessage For(SendWelcome job)
    {
        var (subject, body) = job.Language switch
        {
            "de" => ("Willkommen!", $"Hallo {job.Name},\n\nschön, dass Sie da sind."),
            "es" => ("¡Bienvenida!", $"Hola, {job.Name}:\n\nNos alegra que estés aquí."),
            "fr" => ("Bienvenue !", $"Bonjour {job.Name},\n\nRavis de vous compter parmi nous."),
            _ => ("Welcome!", $"Hello {job.Name},\n\nglad to have you here."),
        };
        return new MailMessage(new MailAddress("hello@quickstart.example", "Quickstart"), new MailAddress(job.Email, job.Name, Encoding.UTF8))
        {
            Subject = subject,
            SubjectEncoding = Encoding.UTF8,
            Body = body,
            BodyEncoding = Encoding.UTF8,
        };
    }
}
