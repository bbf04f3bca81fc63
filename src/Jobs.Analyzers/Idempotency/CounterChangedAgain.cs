using System.Text.RegularExpressions;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds values in a database or in Redis that are changed by an amount: += on a loaded entity that is saved, ExecuteUpdate with the value
/// itself in its new value, UPDATE … SET x = x + 1, INCR.</summary>
internal sealed class CounterChangedAgain() : EffectRule(Rule.CounterChangedAgain)
{
    private const string RedisMethods = "StringIncrement StringIncrementAsync StringDecrement StringDecrementAsync HashIncrement HashIncrementAsync HashDecrement HashDecrementAsync SortedSetIncrement SortedSetIncrementAsync SortedSetDecrement SortedSetDecrementAsync";

    private static readonly Api Increments = new("StackExchange.Redis.IDatabase " + RedisMethods, "StackExchange.Redis.IDatabaseAsync " + RedisMethods);

    private static readonly Api Updates = new(
        "Microsoft.EntityFrameworkCore.RelationalQueryableExtensions ExecuteUpdate ExecuteUpdateAsync",
        "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions ExecuteUpdate ExecuteUpdateAsync");

    private static readonly Regex SqlCounter = new(@"^\s*UPDATE\b[\s\S]*?\bSET\b((?!\bWHERE\b)[\s\S])*?(?<column>[\[""`]?\w+[\]""`]?)\s*=\s*\(?\s*\k<column>\s*[+-]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public override Effect? Find(IOperation operation, HandlerBody body) => operation switch
    {
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, Target: var target } changed when IsNumber(target.Type) && IsSavedEntity(target, body) =>
            new Effect(changed.Syntax, target.Syntax.ToString()),
        IIncrementOrDecrementOperation { Target: var target } changed when IsSavedEntity(target, body) => new Effect(changed.Syntax, target.Syntax.ToString()),
        ISimpleAssignmentOperation { Target: var target, Value: IBinaryOperation sum } changed when IsChangeOf(target, sum) && IsSavedEntity(target, body) => new Effect(changed.Syntax, target.Syntax.ToString()),
        IInvocationOperation call when Increments.Has(call.TargetMethod) && !body.HasKey(call) && !IsLimiter(call) => new Effect(call.Syntax, call.Display()),
        IInvocationOperation call when Updates.Has(call.TargetMethod) && call.Arguments.Any(static a => a.Value.DescendantsAndSelf().Any(SetsByAmount)) && !body.HasKey(call) => new Effect(call.Syntax, call.Display()),
        _ when InsertWithoutGuard.SqlOf(operation) is { } sql && InsertWithoutGuard.TextOf(sql, body) is { } text && SqlCounter.IsMatch(text) && !text.Mentions("version") && !body.HasKey(operation) =>
            new Effect(sql.Syntax, SqlCounter.Match(text).Groups["column"].Value),
        _ => null,
    };

    /// <summary>It is meant to count this attempt too.</summary>
    private static bool CountsAttempts(string name) => name.Mentions("attempt") || name.Mentions("retr") || name.Mentions("tries") || name.Mentions("TimesSent") || name.Mentions("SentCount");

    private static bool IsNumber(ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    private static bool IsChangeOf(IOperation target, IBinaryOperation sum) =>
        sum.OperatorKind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract && IsNumber(target.Type)
        && target is IPropertyReferenceOperation property && (IsSame(property, sum.LeftOperand) || (sum.OperatorKind == BinaryOperatorKind.Add && IsSame(property, sum.RightOperand)));

    private static bool IsSame(IPropertyReferenceOperation property, IOperation other) =>
        other.Bare() is IPropertyReferenceOperation second && SymbolEqualityComparer.Default.Equals(property.Property, second.Property)
        && SymbolEqualityComparer.Default.Equals(property.Root(), second.Root());

    /// <summary>A property of what a query has loaded, in a method that saves. A version is meant to grow; and where the method looks at the change first
    /// (an if around it that asks the entity), it is for the reader to judge.</summary>
    private static bool IsSavedEntity(IOperation target, HandlerBody body) =>
        target is IPropertyReferenceOperation { Property.Name: var name } && target.Root() is ILocalSymbol entity && !name.Mentions("version") && !CountsAttempts(name)
        && body.Calls.Any(Ef.IsSave) && IsLoaded(entity, body) && !body.HasKey(target) && !body.Calls.Any(c => Ef.IsQuestion(c) && body.HasKey(c)) && !IsAsked(target, entity);

    private static bool IsLoaded(ILocalSymbol entity, HandlerBody body)
    {
        var source = body.ValueOf(entity) ?? body.All.OfType<IForEachLoopOperation>().FirstOrDefault(l => l.Locals.Contains(entity, SymbolEqualityComparer.Default))?.Collection;
        return source?.DescendantsAndSelf().Any(o => (o is IInvocationOperation call && Ef.IsQuery(call))
            || (o is ILocalReferenceOperation other && !SymbolEqualityComparer.Default.Equals(other.Local, entity) && body.ValueOf(other.Local)?.DescendantsAndSelf().Any(static i => i is IInvocationOperation c && Ef.IsQuery(c)) == true)) == true;
    }

    private static bool IsAsked(IOperation target, ILocalSymbol entity)
    {
        for (var at = target.Parent; at is not null; at = at.Parent)
        {
            if (at is IConditionalOperation { Condition: var condition } && !condition.DescendantsAndSelf().Contains(target)
                && condition.DescendantsAndSelf().Any(o => o is IPropertyReferenceOperation && SymbolEqualityComparer.Default.Equals(o.Root(), entity)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A rate limit or a lock counts attempts on purpose.</summary>
    private static bool IsLimiter(IInvocationOperation call) => call.Arguments.Any(static a => a.Value.DescendantsAndSelf().Any(static o => o switch
    {
        ILocalReferenceOperation local => Says(local.Local.Name),
        IMemberReferenceOperation member => Says(member.Member.Name),
        _ => o.Text() is { } text && Says(text),
    }));

    private static bool Says(string name) => name.Mentions("rate") || name.Mentions("limit") || name.Mentions("attempt") || name.Mentions("throttle") || name.Mentions("metric") || name.Mentions("stat");

    /// <summary><c>SetProperty(p => p.Stock, p => p.Stock - 1)</c>.</summary>
    private static bool SetsByAmount(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: "SetProperty", Arguments: { Length: >= 2 } arguments }
        && PropertyOf(arguments[arguments.Length - 2]) is { } set
        && arguments[arguments.Length - 1].Value.DescendantsAndSelf().OfType<IBinaryOperation>().Any(b =>
            b.OperatorKind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract && IsNumber(b.Type)
            && b.DescendantsAndSelf().Any(o => o is IPropertyReferenceOperation used && SymbolEqualityComparer.Default.Equals(used.Property, set)));

    private static IPropertySymbol? PropertyOf(IOperation selector) => selector.DescendantsAndSelf().OfType<IPropertyReferenceOperation>().FirstOrDefault()?.Property;
}
