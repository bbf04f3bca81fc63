using System.Collections.Immutable;
using Jobs.Analyzers.Handlers;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds awaitable calls that could be given the token in scope and are given none, but not those in <c>catch</c> and <c>finally</c>, which
/// are to run when the token is cancelled, and not those that say <c>default</c> or <c>CancellationToken.None</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class TokenNotPassed : HandlerCodeAnalyzer
{
    /// <summary>What the fix is to write.</summary>
    public const string Argument = "argument";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.TokenNotPassed];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known, HandlerCode handlers) =>
        handlers.RegisterBodies(start, block => block.RegisterOperationAction(at => Look(at, (IMethodSymbol)block.OwningSymbol), OperationKind.Invocation));

    private static void Look(OperationAnalysisContext at, IMethodSymbol owner)
    {
        var call = (IInvocationOperation)at.Operation;
        if (!IsAwaitable(call.Type) || call.Syntax is not InvocationExpressionSyntax syntax || IsLeftAlone(call) || IsToBeDoneAnyway(owner.Name) || TokenInScope.Of(call, owner) is not { } token)
        {
            return;
        }

        if (ParameterFor(call, at.Compilation) is not { } parameter)
        {
            if (TokenElsewhere.Of(call) is { })
            {
                at.ReportDiagnostic(Diagnostic.Create(Rule.TokenNotPassed, call.NameOf(), call.TargetMethod.Name, token.Name)); // how it is given is not an argument more
            }

            return;
        }

        var isNext = call.Arguments.All(a => a.ArgumentKind != ArgumentKind.DefaultValue || a.Parameter?.Ordinal >= parameter.Ordinal)
            && syntax.ArgumentList.Arguments.All(static a => a.NameColon is null);
        at.ReportDiagnostic(Diagnostic.Create(
            Rule.TokenNotPassed,
            call.NameOf(),
            ImmutableDictionary<string, string?>.Empty.Add(Argument, isNext ? token.Name : $"{parameter.Name}: {token.Name}"),
            call.TargetMethod.Name,
            token.Name));
    }

    private static bool IsAwaitable(ITypeSymbol? type) => type.IsTask() || type is INamedTypeSymbol { Name: "IAsyncEnumerable", Arity: 1 };

    private static bool IsLeftAlone(IInvocationOperation call) =>
        call.Arguments.Any(static a => a.ArgumentKind != ArgumentKind.DefaultValue && a.Value.DescendantsAndSelf().Any(static v => v.Type.IsToken() || v.Type.Is("System.Threading", "CancellationTokenSource")))
        || (call.TargetMethod.ContainingType.Name is "Task" or "TaskFactory" && call.TargetMethod.Name is not ("Delay" or "WaitAsync"))
        || call.Ancestors().TakeWhile(static o => o is not (IAnonymousFunctionOperation or ILocalFunctionOperation)).Any(static o => o is ICatchClauseOperation)
        || call.Ancestors().Zip(call.Ancestors().Skip(1), static (inner, outer) => outer is ITryOperation t && t.Finally == inner).Any(static isFinally => isFinally)
        || call.Syntax.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WithCancellation" or "WaitAsync" }
        || call.TargetMethod.Name.BeginsWithWord("Rollback", "Compensate", "Undo", "Revert", "Release", "Unlock", "Abandon", "Nack", "Dispose", "Close", "Cleanup")
        || call.TargetMethod.Name is "IsDBNullAsync" or "GetFieldValueAsync" // of a row that has been read
        || call.Ancestors().Any(static o => o is IInvocationOperation { TargetMethod: { Name: "Run" or "StartNew" or "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" or "Schedule" or "Enqueue" or "OnCompleted" or "RegisterForDispose" } }) // outlives the handler
        || IsDropped(call) || SaysSo(call.Syntax)
        || call.IsInExpressionTree();

    /// <summary>Nobody waits for it, or only a continuation does: it is to go on after the handler.</summary>
    private static bool IsDropped(IInvocationOperation call) => call.Parent is ISimpleAssignmentOperation { Target: IDiscardOperation } or IInvocationOperation { TargetMethod.Name: "ContinueWith" };

    /// <summary>A comment tells another analyzer of the same kind that it is meant.</summary>
    private static bool SaysSo(SyntaxNode call) => call.FirstAncestorOrSelf<StatementSyntax>()?.GetLeadingTrivia().ToString() is { Length: > 0 } before
        && (before.Contains("MethodSupportsCancellation") || before.Contains("disable CA2016"));

    /// <summary>A method that takes back what was done is not to stop when the job does.</summary>
    private static bool IsToBeDoneAnyway(string method) => method.BeginsWithWord("Rollback", "Compensate", "Undo", "Revert", "Cleanup", "Clean", "Dispose", "Release", "Unlock", "Fail", "Abort", "Stop", "Close");

    /// <summary>The optional one that is left out, or that of an overload with the same parameters and this one more.</summary>
    private static IParameterSymbol? ParameterFor(IInvocationOperation call, Compilation compilation)
    {
        if (call.Arguments.FirstOrDefault(static a => a.ArgumentKind == ArgumentKind.DefaultValue && a.Parameter?.Type.IsToken() == true) is { } left)
        {
            return left.Parameter;
        }

        var called = call.TargetMethod;
        return called.Parameters.Any(static p => p.IsParams || p.Type.IsToken()) ? null : called.ContainingType.GetMembers(called.Name).OfType<IMethodSymbol>()
            .Where(m => m.Arity == called.Arity && m.IsStatic == called.IsStatic && m.Parameters.Length == called.Parameters.Length + 1
                && m.Parameters[m.Parameters.Length - 1].Type.IsToken()
                && compilation.IsSymbolAccessibleWithin(m, compilation.Assembly)
                && !m.GetAttributes().Any(static a => a.AttributeClass?.Name == "ObsoleteAttribute"))
            .Select(m => m.Arity == 0 ? m : m.Construct([.. called.TypeArguments]))
            .Where(m => SymbolEqualityComparer.Default.Equals(m.ReturnType, called.ReturnType)
                && called.Parameters.All(p => SymbolEqualityComparer.Default.Equals(p.Type, m.Parameters[p.Ordinal].Type)))
            .Select(static m => m.Parameters[m.Parameters.Length - 1]).FirstOrDefault();
    }
}
