using System.Collections.Immutable;
using Jobs.Analyzers.Handlers;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds tasks that are dropped, but not calls that the compiler itself warns of (CS4014), unless they start a thread of work.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class FireAndForget : HandlerCodeAnalyzer
{
    /// <summary>Set where <c>await</c> may stand.</summary>
    public const string CanAwait = "await";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.FireAndForget];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known, HandlerCode handlers) =>
        handlers.RegisterBodies(start, block => block.RegisterOperationAction(at => Look(at, (IMethodSymbol)block.OwningSymbol), OperationKind.ExpressionStatement));

    private static void Look(OperationAnalysisContext at, IMethodSymbol owner)
    {
        if (at.Operation.Syntax is not ExpressionStatementSyntax)
        {
            return;
        }

        var dropped = ((IExpressionStatementOperation)at.Operation).Operation switch
        {
            IInvocationOperation { TargetMethod: { Name: "QueueUserWorkItem" or "UnsafeQueueUserWorkItem", ContainingType.Name: "ThreadPool" } } queued => queued,
            IInvocationOperation call when call.Type.IsTask() && (IsStart(call) || !at.Operation.IsInAsync(owner)) => call,
            ISimpleAssignmentOperation { Target: IDiscardOperation } discard when discard.Value.Plain() is IInvocationOperation call && call.Type.IsTask() => call,
            _ => null,
        };
        if (dropped is not null && !IsContinued(dropped))
        {
            at.ReportDiagnostic(Diagnostic.Create(
                Rule.FireAndForget,
                dropped.NameOf(),
                dropped.Type.IsTask() && at.Operation.CanAwait(owner) ? ImmutableDictionary<string, string?>.Empty.Add(CanAwait, "") : null,
                dropped.TargetMethod.Name));
        }
    }

    /// <summary>What comes after it looks at how it ended.</summary>
    private static bool IsContinued(IInvocationOperation call) => call.TargetMethod is { Name: "ContinueWith", ContainingType.Name: "Task" };

    private static bool IsStart(IInvocationOperation call) => call.TargetMethod is { Name: "Run" or "StartNew", ContainingType.Name: "Task" or "TaskFactory" };
}
