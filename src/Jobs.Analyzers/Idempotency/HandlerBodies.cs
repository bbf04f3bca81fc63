using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>The methods of one handler class, each read when first asked for, so that a rule can follow a call within the class.</summary>
internal sealed class HandlerBodies(IReadOnlyDictionary<IMethodSymbol, System.Collections.Immutable.ImmutableArray<IOperation>> blocks)
{
    private readonly Dictionary<IMethodSymbol, HandlerBody> read = new(SymbolEqualityComparer.Default);
    private ILookup<IMethodSymbol, (HandlerBody Caller, IInvocationOperation Call)>? calls;

    /// <returns>Null: a method of another class.</returns>
    public HandlerBody? Of(IMethodSymbol method)
    {
        if (!blocks.TryGetValue(method, out var operations))
        {
            return null;
        }

        if (!read.TryGetValue(method, out var body))
        {
            read[method] = body = new HandlerBody(method, operations) { BodyOf = other => Of(other.OriginalDefinition), CallsOf = CallsOf };
        }

        return body;
    }

    private IEnumerable<(HandlerBody Caller, IInvocationOperation Call)> CallsOf(IMethodSymbol method) =>
        (calls ??= blocks.Keys.Select(Of).SelectMany(static b => b!.Calls.Select(c => (Caller: b, Call: c)))
            .ToLookup(static c => c.Call.TargetMethod.OriginalDefinition, (IEqualityComparer<IMethodSymbol>)SymbolEqualityComparer.Default))[method.OriginalDefinition];
}
