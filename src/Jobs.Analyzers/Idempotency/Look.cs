using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>A question, asked before an effect, whether it is done already: by a query, or by a method whose name says that it looks.</summary>
internal static class Look
{
    private static readonly string[] Verbs = ["Exists", "Exist", "Is", "Has", "Find", "Try", "Get", "Any", "Contains", "Check", "Lookup", "Load", "Fetch", "Already", "Was"];

    /// <summary>What a method with such a verb asks about the application, not about the effect.</summary>
    private static readonly string[] OfSettings =
        ["enabled", "disabled", "configured", "allowed", "valid", "null", "empty", "permission", "authorized", "access", "setting", "config", "configuration", "option", "feature", "cancellation", "service", "logger", "client", "token"];

    /// <summary>Asks whether something is there, by something that says which.</summary>
    public static bool Is(IInvocationOperation call) => Ef.IsQuestion(call)
        || (call.TargetMethod.Name is var name && name.BeginsWithWord(Verbs) && !name.HasWord(OfSettings) && call.Arguments.Length > (call.TargetMethod.IsExtensionMethod ? 1 : 0) && !IsOfRuntime(call.TargetMethod));

    /// <summary>Whether its answer decides if the place is reached: the effect happens only where nothing was found, or what was found says that it is not done.
    /// In a private method with one caller it may stand there.</summary>
    public static bool Guards(IOperation place, HandlerBody body, int callers = 2) =>
        body.All.OfType<IConditionalOperation>().Any(g => g.Syntax.SpanStart < place.Syntax.SpanStart && Decides(g, place, body))
        || (callers > 0 && body.OnlyCall is var (caller, call) && Guards(call, caller, callers - 1));

    /// <summary>What the condition asks is that something is not there.</summary>
    public static bool IsMissing(IOperation condition) => condition.Bare() switch
    {
        IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null or false } } } => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand: var right } => right.Bare().ConstantValue is { HasValue: true, Value: null or false or 0 },
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } => true,
        _ => false,
    };

    private static bool Decides(IConditionalOperation guard, IOperation place, HandlerBody body)
    {
        if (Contains(guard.WhenTrue, place))
        {
            return Parts(guard.Condition, BinaryOperatorKind.ConditionalAnd).Any(part => (IsMissing(part) || ComparesState(part)) && Asks(part, body));
        }

        if (Contains(guard.WhenFalse, place))
        {
            return Parts(guard.Condition, BinaryOperatorKind.ConditionalOr).Any(part => !IsMissing(part) && Asks(part, body));
        }

        return Leaves(guard.WhenTrue) && Parts(guard.Condition, BinaryOperatorKind.ConditionalOr).Any(part => !IsMissing(part) && Asks(part, body));
    }

    /// <summary><c>order.State == State.New</c>: only in that state is the effect still to come.</summary>
    private static bool ComparesState(IOperation condition) =>
        condition.Bare() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, LeftOperand: var left, RightOperand: var right }
        && left.Bare() is IPropertyReferenceOperation && right.Bare().ConstantValue is { HasValue: true, Value: not null };

    private static bool Asks(IOperation condition, HandlerBody body) => body.WithSources(condition, steps: 2).Any(static o => o is IInvocationOperation call && Is(call));

    private static bool Contains(IOperation? branch, IOperation place) => branch is not null && branch.Syntax.Span.Contains(place.Syntax.Span) && branch.Syntax.SyntaxTree == place.Syntax.SyntaxTree;

    private static bool Leaves(IOperation? branch) => branch switch
    {
        IReturnOperation or IBranchOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBlockOperation block => Leaves(block.Operations.LastOrDefault()),
        _ => false,
    };

    private static IEnumerable<IOperation> Parts(IOperation condition, BinaryOperatorKind by) =>
        condition.Bare() is IBinaryOperation both && both.OperatorKind == by ? Parts(both.LeftOperand, by).Concat(Parts(both.RightOperand, by)) : [condition];

    private static bool IsOfRuntime(IMethodSymbol method) =>
        method.ContainingType.ContainingNamespace?.ToDisplayString() is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal))
        && method.ContainingType.Name is not ("ISet" or "HashSet" or "Dictionary" or "IDictionary" or "ConcurrentDictionary" or "File" or "Directory");
}
