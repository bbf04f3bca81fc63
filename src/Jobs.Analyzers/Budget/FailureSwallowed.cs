using System.Collections.Immutable;
using Jobs.Analyzers.Handlers;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds a <c>catch</c> of everything around all that the handler does, in which nothing happens but logging. One around a step, around an item of a
/// loop, or one that does something about it, is left alone.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class FailureSwallowed : HandlerCodeAnalyzer
{
    private static readonly string[] Logging = ["Log", "Trace", "Debug", "Info", "Warn", "Error", "Fatal", "Critical", "Write"];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.FailureSwallowed];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known, HandlerCode handlers) =>
        handlers.RegisterBodies(start, block =>
        {
            var owner = (IMethodSymbol)block.OwningSymbol;
            if (handlers.IsEntry(owner) && !IsBestEffort(owner) && owner is { IsAsync: true, ReturnType: INamedTypeSymbol { Arity: 0 } })
            {
                block.RegisterOperationAction(Look, OperationKind.Try);
            }
        });

    /// <summary>Of a class that only an option names every public method counts as an entry: what cleans up, measures or warms a cache decides about no job.</summary>
    private static bool IsBestEffort(IMethodSymbol owner) => owner.Name != "HandleAsync"
        && (owner.Name.BeginsWithWord("Try", "Dispose", "Stop", "Cleanup", "Clean", "Clear", "Purge", "Release", "Refresh", "Warm", "Warmup", "Preload", "Prefetch", "Log", "Track", "Record", "Report", "Ping", "Close", "Shutdown", "Disconnect", "On", "Invalidate", "Enrich", "Enhance", "Notify")
            || owner.Name.HasWord("Cache", "Metric", "Telemetry", "Statistic", "Audit", "Cleanup")
            || owner.ContainingType.Name.HasWord("Cache", "Metric", "Telemetry", "Statistic", "Logger"));

    private static void Look(OperationAnalysisContext at)
    {
        var attempt = (ITryOperation)at.Operation;
        if (attempt.Parent is not IBlockOperation { Parent: IMethodBodyOperation } body
            || body.Operations.Any(o => o != attempt && o is not ILocalFunctionOperation && o.Descendants().Any(static d => d is IAwaitOperation))
            || !attempt.Body.Descendants().Any(static d => d is IAwaitOperation)
            || !body.Operations.SkipWhile(o => o != attempt).Skip(1).All(IsNothing))
        {
            return;
        }

        foreach (var handler in attempt.Catches)
        {
            if (handler.Filter is null && IsEverything(handler.ExceptionType) && handler.Handler.Operations.All(IsNothing) && handler.Syntax is CatchClauseSyntax syntax)
            {
                at.ReportDiagnostic(Diagnostic.Create(Rule.FailureSwallowed, syntax.CatchKeyword.GetLocation()));
            }
        }
    }

    private static bool IsEverything(ITypeSymbol? type) => type is null or { SpecialType: SpecialType.System_Object } || type.Is("System", "Exception");

    /// <summary>It leaves, or tells a log, and nothing more.</summary>
    private static bool IsNothing(IOperation statement) => statement switch
    {
        IReturnOperation { ReturnedValue: null } or IEmptyOperation or ILocalFunctionOperation => true,
        IExpressionStatementOperation { Operation: IInvocationOperation call } => Logging.Any(word => call.TargetMethod.Name.StartsWith(word, StringComparison.Ordinal)),
        IConditionalOperation { WhenTrue: IBlockOperation inner, WhenFalse: null } => inner.Operations.All(IsNothing),
        _ => false,
    };
}
