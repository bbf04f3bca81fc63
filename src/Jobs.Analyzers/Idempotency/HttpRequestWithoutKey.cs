using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds POST and PATCH by HttpClient without a header that names the call, but not what only asks: searches, queries, tokens.</summary>
internal sealed class HttpRequestWithoutKey() : EffectRule(Rule.HttpRequestWithoutKey)
{
    private static readonly Api Posts = new(
        "System.Net.Http.HttpClient PostAsync PatchAsync",
        "System.Net.Http.Json.HttpClientJsonExtensions PostAsJsonAsync PatchAsJsonAsync");

    private static readonly Api Sends = new("System.Net.Http.HttpClient Send SendAsync", "System.Net.Http.HttpMessageInvoker Send SendAsync");

    /// <summary>Parts of an address that say that nothing is changed there.</summary>
    private static readonly string[] Asking = ["search", "query", "graphql", "token", "oauth", "login", "auth/", "validate", "verify", "lookup", "preview", "calculate", "quote", "translate", "completions", "embeddings"];

    public override Effect? Find(IOperation operation, HandlerBody body) =>
        operation is IInvocationOperation call && IsChange(call, body) && !body.HasKey(call) ? new Effect(call.Syntax, call.Display()) : null;

    /// <summary>A request that the other side takes for a new one each time.</summary>
    public static bool IsChange(IInvocationOperation call, HandlerBody body) =>
        Posts.Has(call.TargetMethod) ? !OnlyAsks(call, body)
        : Sends.Has(call.TargetMethod) && call.Arguments.Length > 0 && RequestOf(call.Arguments[0].Value, body) is { } request && IsPost(request, body) && !OnlyAsks(request, body);

    private static IOperation? RequestOf(IOperation argument, HandlerBody body) => argument.Bare() switch
    {
        ILocalReferenceOperation local => body.ValueOf(local.Local)?.Bare(),
        var other => other,
    };

    /// <summary>Only what is seen to be one: a request made elsewhere may be anything.</summary>
    private static bool IsPost(IOperation request, HandlerBody body) => request is IObjectCreationOperation
        && request.DescendantsAndSelf().Any(static o => o is IPropertyReferenceOperation { Property: { Name: "Post" or "Patch", ContainingType.Name: "HttpMethod" } });

    private static bool OnlyAsks(IOperation call, HandlerBody body) => call.DescendantsAndSelf().Any(o => o switch
    {
        ILocalReferenceOperation local => body.ValueOf(local.Local) is { } value && value.Type?.SpecialType == SpecialType.System_String && Says(value.Text()),
        IParameterReferenceOperation parameter => IsAddress(parameter.Type) && Says(parameter.Parameter.Name),
        IMemberReferenceOperation member => IsAddress(member.Type) && Says(member.Member.Name),
        _ => Says(o.Text()),
    });

    private static bool IsAddress(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_String } or { Name: "Uri" };

    private static bool Says(string? text) => text is not null && Asking.Any(text.Mentions);
}
