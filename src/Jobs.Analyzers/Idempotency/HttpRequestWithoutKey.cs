using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds POSTs by HttpClient, Refit, Flurl and RestSharp without a header that names the call, but not those that only ask, those that leave the other side as the
/// first one left it, and those that a look guards.</summary>
internal sealed class HttpRequestWithoutKey() : EffectRule(Rule.HttpRequestWithoutKey)
{
    public override Effect? Find(IOperation operation, HandlerBody body) =>
        operation is IInvocationOperation call && IsChange(call, body) && !body.HasKey(call) && !Look.Guards(call, body) ? new Effect(call.Syntax, call.Display()) : null;

    /// <summary>A request that the other side takes for a new one each time.</summary>
    public static bool IsChange(IInvocationOperation call, HandlerBody body) =>
        HttpPost.RequestOf(call, body) is var (request, from) && !HttpQuestion.Is(request, from) && !HttpSettled.Is(request, from)
        && (from == body || (!HttpQuestion.Is(call, body) && !HttpSettled.Is(call, body) && !from.All.Any(from.HasKey)));
}
