using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Which token parameter could be named at a place.</summary>
internal static class TokenInScope
{
    /// <returns>The innermost function's own; null: there is none, or what is there runs later than the handler (an event's subscriber).</returns>
    public static IParameterSymbol? Of(IOperation operation, IMethodSymbol owner)
    {
        foreach (var at in operation.Ancestors())
        {
            var function = at switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation local => local.Symbol,
                _ => null,
            };
            if (function is null)
            {
                continue;
            }

            if (Of(function) is { } own)
            {
                return own;
            }

            if (function.IsStatic || at.Ancestors().Any(static o => o is IEventAssignmentOperation))
            {
                return null;
            }
        }

        return Of(owner);
    }

    private static IParameterSymbol? Of(IMethodSymbol function) => function.Parameters.FirstOrDefault(static p => p.RefKind == RefKind.None && p.Type.IsToken());
}
