using System.Collections.Immutable;
using Jobs.Analyzers.Handlers;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds a <c>catch</c> of the cancellation of the handler's own token. One with a filter, one in a method that makes a token source of its own (whose
/// timeout it may mean), and one after which the token is looked at again or something is thrown, is left alone.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class CancellationSwallowed : HandlerCodeAnalyzer
{
    /// <summary>The token's name.</summary>
    public const string Token = "token";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.CancellationSwallowed];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known, HandlerCode handlers) =>
        handlers.RegisterBodies(start, block =>
        {
            var owner = (IMethodSymbol)block.OwningSymbol;
            if (handlers.IsEntry(owner) && owner is { IsAsync: true, ReturnType: INamedTypeSymbol { Arity: 0 } })
            {
                block.RegisterOperationAction(at => Look(at, owner), OperationKind.CatchClause);
            }
        });

    private static void Look(OperationAnalysisContext at, IMethodSymbol owner)
    {
        var handler = (ICatchClauseOperation)at.Operation;
        if (handler is { Filter: null, Parent: ITryOperation attempt, Syntax: CatchClauseSyntax syntax }
            && (handler.ExceptionType.Is("System", "OperationCanceledException") || handler.ExceptionType.Is("System.Threading.Tasks", "TaskCanceledException"))
            && !handler.Handler.Descendants().Any(static o => o is IThrowOperation) && !IsLetOutBefore(handler, attempt)
            && TokenInScope.Of(handler, owner) is { } token && attempt.Body.Descendants().Any(o => o is IParameterReferenceOperation r && SymbolEqualityComparer.Default.Equals(r.Parameter, token))
            && handler.FunctionOf() is { } function && function is not (IAnonymousFunctionOperation or ILocalFunctionOperation)
            && !function.Descendants().Any(o => MakesSource(o) || LooksAgain(o, handler)))
        {
            at.ReportDiagnostic(Diagnostic.Create(
                Rule.CancellationSwallowed, syntax.CatchKeyword.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(Token, token.Name), token.Name));
        }
    }

    /// <summary>An earlier clause, or its filter, has the token's own exception already.</summary>
    private static bool IsLetOutBefore(ICatchClauseOperation handler, ITryOperation attempt) => attempt.Catches.TakeWhile(c => c != handler).Any(static c =>
        c.Filter is { } filter ? filter.DescendantsAndSelf().Any(static o => o is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" or "CancellationToken" })
        : c.Handler.Descendants().Any(static o => o is IThrowOperation));

    private static bool MakesSource(IOperation operation) =>
        operation is IObjectCreationOperation or IInvocationOperation && operation.Type.Is("System.Threading", "CancellationTokenSource");

    private static bool LooksAgain(IOperation operation, ICatchClauseOperation handler) =>
        operation.Syntax.SpanStart > handler.Syntax.Span.Start && operation is (IThrowOperation or IInvocationOperation { TargetMethod.Name: "ThrowIfCancellationRequested" });
}
