using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Knows POSTs, and where what is sent is put together.</summary>
internal static class HttpPost
{
    private static readonly Api Posts = new(
        "System.Net.Http.HttpClient PostAsync",
        "System.Net.Http.Json.HttpClientJsonExtensions PostAsJsonAsync",
        "Flurl.Http.GeneratedExtensions PostAsync PostJsonAsync PostStringAsync PostUrlEncodedAsync PostMultipartAsync",
        "Flurl.Http.MultipartExtensions PostMultipartAsync",
        "RestSharp.RestClientExtensions Post PostAsync PostJson PostJsonAsync ExecutePost ExecutePostAsync");

    private static readonly Api Sends = new(
        "System.Net.Http.HttpClient Send SendAsync",
        "System.Net.Http.HttpMessageInvoker Send SendAsync",
        "RestSharp.IRestClient Execute ExecuteAsync",
        "RestSharp.RestClient Execute ExecuteAsync",
        "RestSharp.RestClientExtensions Execute ExecuteAsync");

    /// <summary>Flurl's, which are given the method.</summary>
    private static readonly Api SendsAs = new("Flurl.Http.IFlurlRequest SendAsync", "Flurl.Http.GeneratedExtensions SendAsync SendJsonAsync SendStringAsync SendUrlEncodedAsync");

    /// <returns>The call, or the request that it sends, with the method that has made that. Null: it is no POST, or not seen to be one: a request made elsewhere may be anything.</returns>
    public static (IOperation Request, HandlerBody From)? RequestOf(IInvocationOperation call, HandlerBody body) =>
        Posts.Has(call.TargetMethod) || IsRefit(call.TargetMethod) || (SendsAs.Has(call.TargetMethod) && call.Arguments.Any(static a => a.Value.DescendantsAndSelf().Any(SaysPost))) ? (call, body)
        : Sends.Has(call.TargetMethod) && call.Arguments.Select(static a => a.Value).FirstOrDefault(IsRequest) is { } argument ? Made(argument, body)
        : null;

    /// <summary>The address that Refit's attribute gives the method; null: it has none.</summary>
    public static string? RefitAddressOf(IMethodSymbol method) => RefitPost(method)?.ConstructorArguments.FirstOrDefault().Value as string;

    private static bool IsRefit(IMethodSymbol method) => RefitPost(method) is not null;

    private static AttributeData? RefitPost(IMethodSymbol method) =>
        method.ContainingType.TypeKind == TypeKind.Interface ? method.GetAttributes().FirstOrDefault(static a => a.AttributeClass is { Name: "PostAttribute", ContainingNamespace.Name: "Refit" }) : null;

    private static bool IsRequest(IOperation argument) => argument.Bare().Type?.Name is "HttpRequestMessage" or "RestRequest";

    private static (IOperation Request, HandlerBody From)? Made(IOperation argument, HandlerBody body) => argument.Bare() switch
    {
        ILocalReferenceOperation local when body.ValueOf(local.Local)?.Bare() is { } value => value is IObjectCreationOperation
            ? IsPost(value, body, local.Local) ? (value, body) : null
            : Made(value, body),
        IObjectCreationOperation made => IsPost(made, body, local: null) ? (made, body) : null,
        IInvocationOperation helper when body.BodyOf(helper.TargetMethod) is { } other && other != body => Returned(other),
        _ => null,
    };

    /// <summary>What a private method makes and returns.</summary>
    private static (IOperation Request, HandlerBody From)? Returned(HandlerBody helper) =>
        helper.All.OfType<IReturnOperation>().Select(r => r.ReturnedValue is { } value ? Made(value, helper) : null).FirstOrDefault(static r => r is not null);

    private static bool IsPost(IOperation request, HandlerBody body, ILocalSymbol? local) => request.DescendantsAndSelf().Any(SaysPost)
        || (local is not null && body.All.OfType<ISimpleAssignmentOperation>().Any(a => a.Target is IPropertyReferenceOperation { Property.Name: "Method", Instance: ILocalReferenceOperation of }
            && SymbolEqualityComparer.Default.Equals(of.Local, local) && a.Value.DescendantsAndSelf().Any(SaysPost)));

    private static bool SaysPost(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property: { Name: "Post", ContainingType.Name: "HttpMethod" } } => true,
        IFieldReferenceOperation { Field: { Name: "Post", ContainingType.Name: "Method" } } => true,
        IObjectCreationOperation { Type.Name: "HttpMethod", Arguments: [{ Value: { ConstantValue: { HasValue: true, Value: string text } } }] } => text.Equals("POST", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
