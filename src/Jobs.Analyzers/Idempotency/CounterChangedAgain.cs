using System.Text.RegularExpressions;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds values in a database or in Redis that are changed by an amount: a property of a loaded entity that is saved (<see cref="ByAmount"/>), ExecuteUpdate with the
/// value itself in its new value, UPDATE … SET x = x + 1, INCR, $inc. A compare-and-set, which changes nothing the second time, is left alone.</summary>
internal sealed class CounterChangedAgain() : EffectRule(Rule.CounterChangedAgain)
{
    private const string RedisMethods = "StringIncrement StringIncrementAsync StringDecrement StringDecrementAsync HashIncrement HashIncrementAsync HashDecrement HashDecrementAsync SortedSetIncrement SortedSetIncrementAsync SortedSetDecrement SortedSetDecrementAsync";

    private static readonly Api Increments = new(
        "StackExchange.Redis.IDatabase " + RedisMethods,
        "StackExchange.Redis.IDatabaseAsync " + RedisMethods,
        "MongoDB.Driver.UpdateDefinitionBuilder`1 Inc Mul",
        "MongoDB.Driver.UpdateDefinitionExtensions Inc Mul");

    private static readonly Api Updates = new(
        "Microsoft.EntityFrameworkCore.RelationalQueryableExtensions ExecuteUpdate ExecuteUpdateAsync",
        "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions ExecuteUpdate ExecuteUpdateAsync");

    private static readonly Regex SqlCounter = new(
        @"^\s*UPDATE\b[\s\S]*?\bSET\b((?!\bWHERE\b)[\s\S])*?(?<column>[\[""`]?\w+[\]""`]?)\s*=\s*\(?\s*\k<column>\s*[+-](?<rest>[\s\S]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public override Effect? Find(IOperation operation, HandlerBody body) => operation switch
    {
        ICompoundAssignmentOperation or IIncrementOrDecrementOperation or ISimpleAssignmentOperation when ByAmount.TargetOf(operation) is { } target && IsSavedEntity(target, body) => new Effect(operation.Syntax, target.Syntax.ToString()),
        IInvocationOperation call when Increments.Has(call.TargetMethod) && !body.HasKey(call) && !IsLimiter(call) => new Effect(call.Syntax, call.Display()),
        IInvocationOperation call when Updates.Has(call.TargetMethod) && ChangedProperty(call) is { } changed && !IsCompared(call, changed) && !IsMeant(changed.Name) && !body.HasKey(call) => new Effect(call.Syntax, call.Display()),
        _ when InsertWithoutGuard.SqlOf(operation) is { } sql && InsertWithoutGuard.TextOf(sql, body) is { } text && SqlCounter.Match(text) is { Success: true } found
            && !IsMeant(text) && !IsCompared(found) && !body.HasKey(operation) => new Effect(sql.Syntax, found.Groups["column"].Value),
        _ => null,
    };

    /// <summary>It is meant to grow with each attempt: versions, which tell one write from the next, and counts of attempts.</summary>
    private static bool IsMeant(string name) => name.Mentions("version") || name.HasWord("attempt", "retry", "retries", "tries", "revision", "etag", "timestamp", "concurrency", "generation", "stamp")
        || name.Mentions("TimesSent") || name.Mentions("SentCount");

    /// <summary>A property of what a query or a repository has loaded, in a method that saves it. Where the method looks at the change first (an if around it that asks the entity, or
    /// one before it that leaves), it is for the reader to judge.</summary>
    private static bool IsSavedEntity(IPropertyReferenceOperation target, HandlerBody body) =>
        target.Root() is ILocalSymbol entity && !IsMeant(target.Property.Name) && IsRead(target, entity)
        && ((body.Calls.Any(Ef.IsSave) && Ef.IsLoaded(entity, body)) || Repository.IsReadAndUpdated(entity, target, body))
        && !body.HasKey(target) && !body.Calls.Any(c => Ef.IsQuestion(c) && body.HasKey(c)) && !IsAsked(target, entity, body) && !Look.Guards(target, body);

    /// <summary>Of the entity itself or of what it owns, not of something it only leads to through a call.</summary>
    private static bool IsRead(IPropertyReferenceOperation target, ILocalSymbol entity) => SymbolEqualityComparer.Default.Equals(target.Instance.Root(), entity);

    private static bool IsAsked(IOperation target, ILocalSymbol entity, HandlerBody body) => body.All.OfType<IConditionalOperation>().Any(g =>
        g.Syntax.SpanStart < target.Syntax.SpanStart && !g.Condition.DescendantsAndSelf().Contains(target)
        && (g.Syntax.Span.Contains(target.Syntax.Span) || g.WhenTrue is IReturnOperation or IBranchOperation or IBlockOperation { Operations: [.., IReturnOperation or IBranchOperation] })
        && g.Condition.DescendantsAndSelf().Any(o => o is IPropertyReferenceOperation && SymbolEqualityComparer.Default.Equals(o.Root(), entity)));

    /// <summary>A rate limit, a lock or a statistic counts attempts on purpose.</summary>
    private static bool IsLimiter(IInvocationOperation call) => call.Arguments.Any(static a => a.Value.DescendantsAndSelf().Any(static o => o switch
    {
        ILocalReferenceOperation local => Says(local.Local.Name),
        IMemberReferenceOperation member => Says(member.Member.Name),
        IParameterReferenceOperation parameter => Says(parameter.Parameter.Name),
        _ => o.Text() is { } text && Says(text),
    }));

    private static bool Says(string name) =>
        name.HasWord("rate", "limit", "limiter", "attempt", "throttle", "metric", "stat", "statistic", "lock", "sequence", "version", "quota", "generation", "epoch", "nonce", "retry", "retries", "failure", "error");

    private static IPropertySymbol? ChangedProperty(IInvocationOperation update) => update.Arguments.SelectMany(static a => a.Value.DescendantsAndSelf()).Select(SetByAmount).FirstOrDefault(static p => p is not null);

    /// <summary><c>SetProperty(p => p.Stock, p => p.Stock - 1)</c>.</summary>
    private static IPropertySymbol? SetByAmount(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: "SetProperty", Arguments: { Length: >= 2 } arguments }
        && PropertyOf(arguments[arguments.Length - 2]) is { } set
        && arguments[arguments.Length - 1].Value.DescendantsAndSelf().OfType<IBinaryOperation>().Any(b =>
            b.OperatorKind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract && ByAmount.IsNumber(b.Type)
            && b.DescendantsAndSelf().Any(o => o is IPropertyReferenceOperation used && SymbolEqualityComparer.Default.Equals(used.Property, set))) ? set : null;

    /// <summary><c>Where(p => p.Stock == old)</c>: the second time it finds no row.</summary>
    private static bool IsCompared(IInvocationOperation update, IPropertySymbol changed)
    {
        for (var at = update.Instance ?? update.Arguments.FirstOrDefault()?.Value; at?.Bare() is IInvocationOperation call; at = call.Instance ?? call.Arguments.FirstOrDefault()?.Value)
        {
            if (call.TargetMethod.Name == "Where" && call.Descendants().Any(o => o is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equal
                && equal.DescendantsAndSelf().Any(p => p is IPropertyReferenceOperation used && (SymbolEqualityComparer.Default.Equals(used.Property, changed) || IsMeant(used.Property.Name)))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>… <c>WHERE stock = @old</c>.</summary>
    private static bool IsCompared(Match found) => found.Groups["rest"].Value is var rest && rest.IndexOf("WHERE", StringComparison.OrdinalIgnoreCase) is >= 0 and var where
        && Regex.IsMatch(rest.Substring(where), Regex.Escape(found.Groups["column"].Value) + @"\s*=(?!=)", RegexOptions.IgnoreCase);

    private static IPropertySymbol? PropertyOf(IOperation selector) => selector.DescendantsAndSelf().OfType<IPropertyReferenceOperation>().FirstOrDefault()?.Property;
}
