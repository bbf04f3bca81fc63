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
        handlers.RegisterBodies(start, block =>
        {
            var owner = (IMethodSymbol)block.OwningSymbol;
            if (!owner.IsSubscriber() && !(handlers.IsOnlyNamed(owner.ContainingType) && IsToStart(owner.Name)))
            {
                block.RegisterOperationAction(at => Look(at, owner), OperationKind.ExpressionStatement);
            }
        });

    /// <summary>Of a class that only an option names: starting something is what the method is for.</summary>
    private static bool IsToStart(string method) => method.BeginsWithWord("Start", "Begin", "Init", "Initialize", "Launch", "Watch", "Listen", "Schedule");

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
        if (dropped is not null && !IsContinued(dropped) && !IsOfSubscriber(dropped) && !IsBestEffort(dropped.TargetMethod.Name) && !owner.HasThreadOfItsOwn(at.CancellationToken))
        {
            at.ReportDiagnostic(Diagnostic.Create(
                Rule.FireAndForget,
                dropped.NameOf(),
                dropped.Type.IsTask() && at.Operation.CanAwait(owner) ? ImmutableDictionary<string, string?>.Empty.Add(CanAwait, "") : null,
                dropped.TargetMethod.Name));
        }
    }

    /// <summary>It runs when an event is raised or a timer is due, and not as part of the job.</summary>
    private static bool IsOfSubscriber(IOperation dropped) => dropped.IsOnThreadOfItsOwn()
        || dropped.Ancestors().Any(static o => o is IEventAssignmentOperation or IInvocationOperation { TargetMethod.Name: "Subscribe" or "Register" or "OnChange" or "SubscribeAsync" });

    /// <summary>What is logged, counted or kept in a cache decides about no job.</summary>
    private static bool IsBestEffort(string method) => method.HasWord("Log", "Audit", "Usage", "Metric", "Telemetry", "Statistic", "Cache") || method.BeginsWithWord("Track", "Refresh", "Warm", "Warmup", "Preload", "Prefetch");

    /// <summary>What comes after it looks at how it ended.</summary>
    private static bool IsContinued(IInvocationOperation call) => call.TargetMethod is { Name: "ContinueWith", ContainingType.Name: "Task" };

    private static bool IsStart(IInvocationOperation call) => call.TargetMethod is { Name: "Run" or "StartNew", ContainingType.Name: "Task" or "TaskFactory" };
}
