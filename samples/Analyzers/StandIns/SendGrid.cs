namespace SendGrid
{
    public interface ISendGridClient
    {
        Task<Response> SendEmailAsync(Helpers.Mail.SendGridMessage message, CancellationToken cancellationToken = default);
    }

    public sealed class Response;
}

namespace SendGrid.Helpers.Mail
{
    public sealed class SendGridMessage
    {
        public string? Subject { get; set; }
    }
}
