using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds charges, refunds and transfers made by well-known clients without a key.</summary>
internal sealed class PaymentWithoutKey() : EffectRule(Rule.PaymentWithoutKey)
{
    private static readonly Api Others = new(
        "Braintree.ITransactionGateway Sale SaleAsync Credit CreditAsync Refund RefundAsync",
        "Braintree.TransactionGateway Sale SaleAsync Credit CreditAsync Refund RefundAsync",
        "Adyen.Service.Checkout.IPaymentsService Payments PaymentsAsync",
        "Adyen.Service.Checkout.PaymentsService Payments PaymentsAsync",
        "Square.Apis.IPaymentsApi CreatePayment CreatePaymentAsync",
        "Square.Payments.PaymentsClient CreateAsync",
        "Square.Refunds.RefundsClient RefundPaymentAsync",
        "PayPal.Api.Payment Create Execute",
        "PayPal.Api.Capture Refund",
        "PayPal.Api.Authorization Capture",
        "PayPal.Api.Sale Refund",
        "PayPal.Api.Payout Create",
        "PaypalServerSdk.Standard.Controllers.OrdersController CaptureOrder CaptureOrderAsync",
        "PaypalServerSdk.Standard.Controllers.PaymentsController CaptureAuthorizedPayment CaptureAuthorizedPaymentAsync RefundCapturedPayment RefundCapturedPaymentAsync",
        "Razorpay.Api.Payment Capture Refund",
        "Razorpay.Api.Refund Create",
        "Checkout.Payments.IPaymentsClient RequestPayment RequestPayout RefundPayment CapturePayment",
        "Mollie.Api.Client.Abstract.IPaymentClient CreatePaymentAsync",
        "Mollie.Api.Client.Abstract.IRefundClient CreateRefundAsync CreatePaymentRefundAsync");

    /// <summary>Clients of one method for every request: what moves money is the request's type.</summary>
    private static readonly Api Executes = new("PayPalHttp.HttpClient Execute", "PayPalCheckoutSdk.Core.PayPalHttpClient Execute", "BraintreeHttp.HttpClient Execute", "AuthorizeNet.Api.Controllers.Bases.ApiOperationBase`2 Execute");

    /// <summary>Not paying an invoice, confirming or capturing: its state lets each happen once.</summary>
    private static readonly string[] Creating = ["Create", "CreateAsync"];

    /// <summary>What Stripe's services make that moves no money.</summary>
    private static readonly string[] Harmless = ["Customer", "TaxId", "SetupIntent", "Session", "Price", "Product", "Coupon", "PromotionCode", "AccountLink", "EphemeralKey", "WebhookEndpoint", "TaxRate", "Registration"];

    public override Effect? Find(IOperation operation, HandlerBody body) =>
        operation is IInvocationOperation call && IsPayment(call, body) && !body.HasKey(call) && !IsGivenOptions(call) ? new Effect(call.Syntax, call.Display()) : null;

    public static bool IsPayment(IInvocationOperation call, HandlerBody body) => Others.Has(call.TargetMethod) || IsExecuted(call) || (IsStripe(call.TargetMethod) && !IsOnlyIntended(call, body));

    private static bool IsExecuted(IInvocationOperation call) => Executes.Has(call.TargetMethod)
        && call.Arguments.Select(static a => a.Value.Bare().Type?.Name).Append(call.Instance?.Type?.Name).Any(static name => name?.HasWord("Capture", "Refund", "Payout", "Payouts", "Transaction") == true);

    /// <summary>An intent that is created and not confirmed moves no money: confirming it does, and its state lets that happen once.</summary>
    private static bool IsOnlyIntended(IInvocationOperation call, HandlerBody body) => call.Instance?.Type?.Name == "PaymentIntentService" && call.Arguments.Length > 0
        && !body.WithSources(call.Arguments[0].Value).Any(static o => o is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Confirm" } });

    /// <summary>The request's options come from a caller, who may have put the key in.</summary>
    private static bool IsGivenOptions(IInvocationOperation call) => call.Arguments.Any(static a =>
        a.Parameter?.Type.Name == "RequestOptions" && a.ArgumentKind == ArgumentKind.Explicit && a.Value.Bare() is IParameterReferenceOperation or IMemberReferenceOperation);

    /// <summary>Stripe has a service per kind of object; whatever creates one takes RequestOptions with a key.</summary>
    private static bool IsStripe(IMethodSymbol method) =>
        Creating.Contains(method.Name) && method.ContainingType.OriginalDefinition.FullMetadataName() is { } type
        && type.StartsWith("Stripe.", StringComparison.Ordinal) && !Harmless.Any(h => type.EndsWith($".{h}Service", StringComparison.Ordinal)) && (type.EndsWith("Service", StringComparison.Ordinal) || type.StartsWith("Stripe.Service`", StringComparison.Ordinal));
}
