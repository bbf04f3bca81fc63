using System.Collections.Immutable;
using Jobs.Analyzers.Handlers;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds <c>Result</c>, <c>Wait()</c> and <c>GetAwaiter().GetResult()</c> of tasks, but not of a task that is known to be done: one that was awaited
/// or looked at before, or that a continuation is given. Events, semaphores and processes that are waited for without a time count too; members that cannot
/// await because of their contract do not.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class BlockingWait : HandlerCodeAnalyzer
{
    /// <summary>Set where <c>await</c> may stand instead.</summary>
    public const string CanAwait = "await";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.BlockingWait];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known, HandlerCode handlers) =>
        handlers.RegisterBodies(start, block =>
        {
            if ((IMethodSymbol)block.OwningSymbol is var owner && !IsSynchronousByContract(owner) && !IsTwin(owner))
            {
                block.RegisterOperationAction(at => Look(at, owner), OperationKind.Invocation, OperationKind.PropertyReference);
            }
        }, getters: true);

    private static void Look(OperationAnalysisContext at, IMethodSymbol owner)
    {
        var (task, said) = at.Operation switch
        {
            IPropertyReferenceOperation { Property.Name: "Result", Instance: { } of } when of.Type.IsTask() => (of, "Result"),
            IInvocationOperation { TargetMethod.Name: "Wait", Instance: { } of } when of.Type.IsTask() => (of, "Wait"),
            IInvocationOperation { TargetMethod.Name: "GetResult", Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } of } } =>
                (of is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured } ? configured : of, "GetResult"),
            IInvocationOperation { TargetMethod: { Name: "WaitAll" or "WaitAny", ContainingType.Name: "Task" } } many => (many, many.TargetMethod.Name),
            IInvocationOperation call when IsBlocking(call) => (call, call.TargetMethod.Name),
            _ => (null, ""),
        };
        if (task is null || at.Operation.IsInExpressionTree() || at.Operation.IsOnThreadOfItsOwn() || (task != at.Operation && (!task.Type.IsTask() || IsKnownToBeDone(task) || IsAwaitedBefore(task, owner, at.CancellationToken))) || owner.HasThreadOfItsOwn(at.CancellationToken))
        {
            return;
        }

        var isSimple = task != at.Operation && said is "Result" or "GetResult" || (at.Operation is IInvocationOperation { Arguments.Length: 0, TargetMethod.Name: "Wait" });
        at.ReportDiagnostic(Diagnostic.Create(
            Rule.BlockingWait,
            at.Operation.Syntax.GetLocation(),
            isSimple && at.Operation.CanAwait(owner) ? ImmutableDictionary<string, string?>.Empty.Add(CanAwait, task.Syntax.ToString()) : null,
            said));
    }

    /// <summary>Waits that hold a thread without a task. Those that are given a time end by themselves.</summary>
    private static bool IsBlocking(IInvocationOperation call) => call.TargetMethod is { Parameters.Length: 0, Name: "WaitOne" or "Wait" or "WaitForExit" } method && (method.Name, method.ContainingType.ToDisplayString()) is
        ("WaitOne", "System.Threading.WaitHandle") or ("Wait", "System.Threading.SemaphoreSlim" or "System.Threading.ManualResetEventSlim" or "System.Threading.CountdownEvent")
        or ("WaitForExit", "System.Diagnostics.Process");

    /// <summary>A base class, an interface or <c>Dispose</c> asks for a method that cannot await.</summary>
    private static bool IsSynchronousByContract(IMethodSymbol owner) => !owner.IsAsync && !owner.ReturnType.IsTask()
        && (owner.IsOverride || owner.ExplicitInterfaceImplementations.Length > 0 || owner.Name.BeginsWithWord("Dispose", "Stop", "Shutdown", "Close")
            || (owner.AssociatedSymbol ?? owner) is var member && owner.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers(member.Name))
                .Any(m => SymbolEqualityComparer.Default.Equals(owner.ContainingType.FindImplementationForInterfaceMember(m), member)));

    /// <summary>Whoever can wait asynchronously has <c>EnterAsync</c> beside <c>Enter</c>.</summary>
    private static bool IsTwin(IMethodSymbol owner) => !owner.IsAsync && owner.ContainingType.GetMembers(owner.Name + "Async").Any();

    /// <summary>A member that the caller, in the same class, has awaited before it calls this private method.</summary>
    private static bool IsAwaitedBefore(IOperation task, IMethodSymbol owner, CancellationToken cancellationToken) =>
        owner is { DeclaredAccessibility: Accessibility.Private, IsAsync: false } && task is IMemberReferenceOperation { Member.Name: var name }
        && owner.ContainingType.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax(cancellationToken).DescendantNodes()).OfType<AwaitExpressionSyntax>()
            .Any(a => a.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var awaited } && awaited == name);

    /// <summary>A task that is kept is judged by what the function has done to it, or to its group, before.</summary>
    private static bool IsKnownToBeDone(IOperation task)
    {
        if (task is IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" } })
        {
            return true;
        }

        if (task is IInvocationOperation or IAwaitOperation or IObjectCreationOperation)
        {
            return false;
        }

        if (task is IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } })
        {
            return true; // a continuation's own, or an item of tasks that were awaited together
        }

        var name = SymbolOf(task);
        for (var function = task.FunctionOf(); ; function = function.Parent.FunctionOf())
        {
            if (function.Descendants().TakeWhile(o => o.Syntax.SpanStart < task.Syntax.SpanStart).Any(o => SaysDone(o, name)))
            {
                return true;
            }

            if (function.Parent is null)
            {
                return false;
            }
        }
    }

    private static bool SaysDone(IOperation operation, ISymbol? task) => operation switch
    {
        IAwaitOperation awaited => awaited.Operation.DescendantsAndSelf().Any(o =>
            o is IInvocationOperation { TargetMethod.Name: "WhenAll" or "WhenAny" } || (task is not null && SymbolEqualityComparer.Default.Equals(SymbolOf(o), task))),
        IInvocationOperation { TargetMethod: { Name: "WaitAll" or "WaitAny" } } => true,
        IInvocationOperation { TargetMethod.Name: "Wait", Instance: { } waited } => Same(waited, task),
        IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" or "Status", Instance: { } asked } => Same(asked, task),
        _ => false,
    };

    private static bool Same(IOperation operation, ISymbol? symbol) => symbol is not null && SymbolEqualityComparer.Default.Equals(SymbolOf(operation), symbol);

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member,
        _ => null,
    };
}
