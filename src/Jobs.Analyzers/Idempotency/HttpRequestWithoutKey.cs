using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds POST and PATCH by HttpClient without a header that names the call, but not those that only ask.</summary>
internal sealed class HttpRequestWithoutKey() : EffectRule(Rule.HttpRequestWithoutKey)
{
    private static readonly Api Posts = new(
        "System.Net.Http.HttpClient PostAsync PatchAsync",
        "System.Net.Http.Json.HttpClientJsonExtensions PostAsJsonAsync PatchAsJsonAsync");

    private static readonly Api Sends = new("System.Net.Http.HttpClient Send SendAsync", "System.Net.Http.HttpMessageInvoker Send SendAsync");

    public override Effect? Find(IOperation operation, HandlerBody body) =>
        operation is IInvocationOperation call && IsChange(call, body) && !body.HasKey(call) ? new Effect(call.Syntax, call.Display()) : null;

    /// <summary>A request that the other side takes for a new one each time.</summary>
    public static bool IsChange(IInvocationOperation call, HandlerBody body) =>
        Posts.Has(call.TargetMethod) ? !HttpQuestion.Is(call, body)
        : Sends.Has(call.TargetMethod) && call.Arguments.Length > 0 && RequestOf(call.Arguments[0].Value, body) is { } request && IsPost(request, body) && !HttpQuestion.Is(request, body);

    private static IOperation? RequestOf(IOperation argument, HandlerBody body) => argument.Bare() switch
    {
        ILocalReferenceOperation local => body.ValueOf(local.Local)?.Bare(),
        var other => other,
    };

    /// <summary>Only what is seen to be one: a request made elsewhere may be anything.</summary>
    private static bool IsPost(IOperation request, HandlerBody body) => request is IObjectCreationOperation
        && request.DescendantsAndSelf().Any(static o => o is IPropertyReferenceOperation { Property: { Name: "Post" or "Patch", ContainingType.Name: "HttpMethod" } });
}
