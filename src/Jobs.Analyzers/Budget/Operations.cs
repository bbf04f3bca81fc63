using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Questions about operations that more than one rule asks.</summary>
internal static class Operations
{
    /// <summary>The operation around it that is a function's whole body: a lambda, a local function or the method.</summary>
    public static IOperation FunctionOf(this IOperation operation)
    {
        var at = operation;
        while (at.Parent is { } parent && at is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            at = parent;
        }

        return at;
    }

    /// <param name="operation">Where to look from.</param>
    /// <param name="owner">The method whose body is looked at.</param>
    public static bool IsInAsync(this IOperation operation, IMethodSymbol owner) => operation.FunctionOf() switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol.IsAsync,
        ILocalFunctionOperation local => local.Symbol.IsAsync,
        _ => owner.IsAsync,
    };

    /// <summary>Whether <c>await</c> may stand there.</summary>
    public static bool CanAwait(this IOperation operation, IMethodSymbol owner) =>
        operation.IsInAsync(owner) && !operation.Ancestors().TakeWhile(static o => o is not (IAnonymousFunctionOperation or ILocalFunctionOperation)).Any(static o => o is ILockOperation);

    public static IEnumerable<IOperation> Ancestors(this IOperation operation)
    {
        for (var at = operation.Parent; at is not null; at = at.Parent)
        {
            yield return at;
        }
    }

    public static bool IsInExpressionTree(this IOperation operation) =>
        operation.Ancestors().Any(static o => o is IConversionOperation { Type: INamedTypeSymbol { Name: "Expression", Arity: 1 } });

    public static bool IsTask(this ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask" } task && task.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";

    public static bool IsToken(this ITypeSymbol? type) => type is { Name: "CancellationToken" } && type.ContainingNamespace.ToDisplayString() == "System.Threading";

    public static bool Is(this ITypeSymbol? type, string space, string name) => type is not null && type.Name == name && type.ContainingNamespace?.ToDisplayString() == space;

    /// <summary>Without conversions that the compiler has put around it.</summary>
    public static IOperation Plain(this IOperation operation)
    {
        while (operation is IConversionOperation { IsImplicit: true } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    /// <summary>What the underlining of a call shows: the method's name.</summary>
    public static Location NameOf(this IInvocationOperation call) => call.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name.GetLocation(),
        InvocationExpressionSyntax invocation => invocation.Expression.GetLocation(),
        var other => other.GetLocation(),
    };
}
