using System.Collections.Immutable;
using Jobs.Analyzers.Handlers;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds async methods, local functions and lambdas that return nothing, but not subscribers of events, methods whose form a base or an interface dictates, nor
/// lambdas that catch all that they do.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AsyncVoid : HandlerCodeAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.AsyncVoid];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known, HandlerCode handlers) =>
        handlers.RegisterBodies(start, block =>
        {
            var owner = (IMethodSymbol)block.OwningSymbol;
            if (IsVoid(owner) && !IsDictated(owner) && block.OperationBlocks.Length > 0)
            {
                block.RegisterOperationBlockEndAction(end => end.ReportDiagnostic(Diagnostic.Create(Rule.AsyncVoid, owner.Where(), $"'{owner.Name}'")));
            }

            block.RegisterOperationAction(Look, OperationKind.AnonymousFunction, OperationKind.LocalFunction);
        });

    private static void Look(OperationAnalysisContext at)
    {
        if (at.Operation is ILocalFunctionOperation { Symbol: var local } && IsVoid(local))
        {
            at.ReportDiagnostic(Diagnostic.Create(Rule.AsyncVoid, local.Where(), $"'{local.Name}'"));
        }
        else if (at.Operation is IAnonymousFunctionOperation { Symbol: var lambda } && IsVoid(lambda)
            && !at.Operation.Ancestors().Take(3).Any(static o => o is IEventAssignmentOperation) && !IsBroken(at.Operation) && !CatchesAll((IAnonymousFunctionOperation)at.Operation))
        {
            at.ReportDiagnostic(Diagnostic.Create(Rule.AsyncVoid, at.Operation.Syntax.GetFirstToken().GetLocation(), "this lambda"));
        }
    }

    /// <summary>What the lambda is given to is not known, or not what the code takes it for: it is awaited and returns nothing.</summary>
    private static bool IsBroken(IOperation lambda) => lambda.Ancestors().Take(5).Any(static o =>
        o is IInvalidOperation or IAwaitOperation { Operation.Type: null or { SpecialType: SpecialType.System_Void } or { TypeKind: TypeKind.Error } });

    /// <summary>A callback whose form its owner dictates, and out of which no exception gets.</summary>
    private static bool CatchesAll(IAnonymousFunctionOperation lambda) => lambda.Body.Operations.Where(static o => o is not IReturnOperation { IsImplicit: true }).ToList() is [ITryOperation { Catches: var catches }]
        && catches.Any(static c => c.Filter is null && (c.ExceptionType is null or { SpecialType: SpecialType.System_Object } || c.ExceptionType.Is("System", "Exception")) && !c.Handler.Descendants().Any(static o => o is IThrowOperation));

    private static bool IsVoid(IMethodSymbol method) => method is { IsAsync: true, ReturnsVoid: true } && !method.IsSubscriber();

    private static bool IsDictated(IMethodSymbol method) => method.IsOverride || method.ExplicitInterfaceImplementations.Length > 0
        || method.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers(method.Name))
            .Any(m => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(m), method));
}
