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

    /// <summary>Whether it stands in a lambda that a <c>Thread</c> or a <c>Timer</c> is made of: what it holds is none of the worker's threads.</summary>
    public static bool IsOnThreadOfItsOwn(this IOperation operation) =>
        operation.Ancestors().OfType<IObjectCreationOperation>().Any(static o => o.Type is { Name: "Thread" or "Timer" });

    /// <summary>Whether the class makes a <c>Thread</c> or a <c>Timer</c> of the method.</summary>
    public static bool HasThreadOfItsOwn(this IMethodSymbol method, CancellationToken cancellationToken) => method is { MethodKind: MethodKind.Ordinary, Parameters.Length: <= 1 }
        && method.ContainingType.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax(cancellationToken).DescendantNodes()).OfType<IdentifierNameSyntax>()
            .Any(n => n.Identifier.ValueText == method.Name && n.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { } made
                && made.ArgumentList?.Arguments.Any(a => a.Expression == n) == true && made is ObjectCreationExpressionSyntax { Type: var type } && type.ToString() is "Thread" or "Timer" or "ThreadStart" or "TimerCallback" or "System.Threading.Timer");

    /// <summary>Its form is that of an event's subscriber.</summary>
    public static bool IsSubscriber(this IMethodSymbol method) => method.Parameters is [_, { Type.Name: var second }] && second.EndsWith("EventArgs", StringComparison.Ordinal);

    public static bool IsInExpressionTree(this IOperation operation) =>
        operation.Ancestors().Any(static o => o is IConversionOperation { Type: INamedTypeSymbol { Name: "Expression", Arity: 1 } });

    public static bool IsTask(this ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask" } task && task.ContainingNamespace.IsCalled("System.Threading.Tasks");

    public static bool IsToken(this ITypeSymbol? type) => type is { Name: "CancellationToken" } && type.ContainingNamespace.IsCalled("System.Threading");

    public static bool Is(this ITypeSymbol? type, string space, string name) => type is not null && type.Name == name && type.ContainingNamespace.IsCalled(space);

    /// <summary>Whether it has that full name, which is not put together for it.</summary>
    public static bool IsCalled(this INamespaceSymbol? space, string name)
    {
        var end = name.Length;
        while (space is { IsGlobalNamespace: false })
        {
            var start = end - space.Name.Length;
            if (start < 0 || string.CompareOrdinal(name, start, space.Name, 0, space.Name.Length) != 0 || (start > 0 && name[start - 1] != '.'))
            {
                return false;
            }

            space = space.ContainingNamespace;
            if (start == 0)
            {
                return space is { IsGlobalNamespace: true };
            }

            end = start - 1;
        }

        return false;
    }

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
