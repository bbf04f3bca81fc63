using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds mail, text messages and push notifications that are sent by well-known clients, but not with a key.</summary>
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
        operation is IInvocationOperation call && Sends.Has(call.TargetMethod) && !body.HasKey(call) ? new Effect(call.Syntax, call.Display()) : null;
}
