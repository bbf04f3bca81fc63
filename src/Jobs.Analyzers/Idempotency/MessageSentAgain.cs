using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds mail, text messages and push notifications that are sent by well-known clients, or by what the application calls a sender of mail or text messages, but not
/// with a key.</summary>
internal sealed class MessageSentAgain() : EffectRule(Rule.MessageSentAgain)
{
    public static readonly Api Sends = new(
        "System.Net.Mail.SmtpClient Send SendAsync SendMailAsync",
        "MailKit.IMailTransport Send SendAsync",
        "MailKit.MailTransport Send SendAsync",
        "MailKit.Net.Smtp.SmtpClient Send SendAsync",
        "MailKit.Net.Smtp.ISmtpClient Send SendAsync",
        "FluentEmail.Core.IFluentEmail Send SendAsync",
        "FluentEmail.Core.Interfaces.ISender Send SendAsync",
        "SendGrid.ISendGridClient SendEmailAsync",
        "SendGrid.SendGridClient SendEmailAsync",
        "SendGrid.BaseClient SendEmailAsync",
        "PostmarkDotNet.PostmarkClient SendMessageAsync SendMessagesAsync SendEmailWithTemplateAsync",
        "PostmarkDotNet.PostmarkClientExtensions SendMessageAsync SendMessagesAsync SendEmailWithTemplateAsync",
        "Amazon.SimpleEmail.IAmazonSimpleEmailService SendEmailAsync SendRawEmailAsync SendTemplatedEmailAsync SendBulkTemplatedEmailAsync",
        "Amazon.SimpleEmail.AmazonSimpleEmailServiceClient SendEmailAsync SendRawEmailAsync SendTemplatedEmailAsync SendBulkTemplatedEmailAsync",
        "Amazon.SimpleEmailV2.IAmazonSimpleEmailServiceV2 SendEmailAsync SendBulkEmailAsync",
        "Amazon.SimpleEmailV2.AmazonSimpleEmailServiceV2Client SendEmailAsync SendBulkEmailAsync",
        "Azure.Communication.Email.EmailClient Send SendAsync",
        "Azure.Communication.Sms.SmsClient Send SendAsync",
        "Twilio.Rest.Api.V2010.Account.MessageResource Create CreateAsync",
        "Twilio.Rest.Api.V2010.Account.CallResource Create CreateAsync",
        "FirebaseAdmin.Messaging.FirebaseMessaging SendAsync SendAllAsync SendEachAsync SendMulticastAsync SendEachForMulticastAsync");

    public override Effect? Find(IOperation operation, HandlerBody body) =>
        operation is IInvocationOperation call && IsSend(call) && !body.HasKey(call) ? new Effect(call.Syntax, call.Display()) : null;

    /// <summary>What is sent reaches a person.</summary>
    public static bool IsSend(IInvocationOperation call) => Sends.Has(call.TargetMethod) || IsOfApplication(call);

    /// <summary><c>IEmailSender.SendAsync(…)</c>, <c>SmsService.SendCodeAsync(…)</c>.</summary>
    private static bool IsOfApplication(IInvocationOperation call) =>
        call.Instance is { Type.Name: var type } and not IInstanceReferenceOperation && call.TargetMethod.Name.BeginsWithWord("Send") && !call.TargetMethod.Name.HasWord("Test") && call.Arguments.Length > 0
        && type.HasWord("Email", "Mail", "Mailer", "Sms") && Words.Of(type).Last() is "Sender" or "Service" or "Client" or "Mailer" or "Gateway" or "Notifier"
        && !type.HasWord("Template", "Setting", "Settings", "Queue", "Options");
}
