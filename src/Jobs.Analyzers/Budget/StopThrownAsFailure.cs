using System.Collections.Immutable;
using Jobs.Analyzers.Handlers;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds a new exception that is thrown because <c>context.SoftStop</c> is cancelled and does not say so: the worker cannot know, and counts the attempt.
/// One that is caught around there, that is thrown on a further condition, that names a token, or that says what becomes of the job, is left alone.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class StopThrownAsFailure : HandlerCodeAnalyzer
{
    /// <summary>How the code writes the token.</summary>
    public const string Token = "token";

    /// <summary>They say what becomes of the job, or wrap what does.</summary>
    private static readonly string[] Telling = ["JobSnoozeException", "JobDeadException", "JobCancelledException", "AggregateException", "TargetInvocationException"];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.StopThrownAsFailure];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known, HandlerCode handlers) =>
        handlers.RegisterBodies(start, block =>
        {
            if (handlers.IsEntry((IMethodSymbol)block.OwningSymbol))
            {
                block.RegisterOperationAction(Look, OperationKind.Throw);
            }
        });

    private static void Look(OperationAnalysisContext at)
    {
        var thrown = (IThrowOperation)at.Operation;
        if (thrown.Exception?.Plain() is IObjectCreationOperation { Type: { } type } made && !Tells(type, made)
            && thrown.FunctionOf() is not (IAnonymousFunctionOperation or ILocalFunctionOperation)
            && StopThatLeadsTo(thrown) is { } stop && !IsCaught(thrown))
        {
            at.ReportDiagnostic(Diagnostic.Create(
                Rule.StopThrownAsFailure, made.Syntax.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(Token, stop.Syntax.ToString()), stop.Syntax.ToString()));
        }
    }

    private static bool Tells(ITypeSymbol type, IObjectCreationOperation made) =>
        Telling.Contains(type.Name)
        || made.Arguments.Any(static a => a.Value.Type.IsToken() && a.ArgumentKind == ArgumentKind.Explicit)
        || (IsCancellation(type) && !type.Is("System", "OperationCanceledException") && !type.Is("System.Threading.Tasks", "TaskCanceledException")); // one of their own may give its base a token

    private static bool IsCancellation(ITypeSymbol type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.Is("System", "OperationCanceledException"))
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>The token on whose cancellation alone the throw depends; null: there is none.</returns>
    private static IOperation? StopThatLeadsTo(IThrowOperation thrown)
    {
        IOperation at = thrown;
        while (at.Parent is IBlockOperation or IConversionOperation or IExpressionStatementOperation && at.Parent is not IBlockOperation { Parent: IMethodBodyOperation })
        {
            at = at.Parent;
        }

        return at.Parent switch
        {
            IConditionalOperation branch when branch.WhenTrue == at => StopIn(branch.Condition),
            IConditionalOperation { Condition: IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not } branch when branch.WhenFalse == at => StopIn(not.Operand),
            ICatchClauseOperation { Filter: { } filter } => StopIn(filter),
            _ => null,
        };
    }

    private static IOperation? StopIn(IOperation condition) => condition switch
    {
        IPropertyReferenceOperation { Property.Name: "IsCancellationRequested", Instance: IPropertyReferenceOperation { Property: { Name: "SoftStop", ContainingType.Name: "JobContext" } } stop } => stop,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => StopIn(both.LeftOperand) ?? StopIn(both.RightOperand),
        _ => null,
    };

    private static bool IsCaught(IThrowOperation thrown)
    {
        IOperation inner = thrown;
        foreach (var outer in thrown.Ancestors())
        {
            if (outer is ITryOperation { Catches.Length: > 0 } attempt && attempt.Body == inner)
            {
                return true;
            }

            inner = outer;
        }

        return false;
    }
}
