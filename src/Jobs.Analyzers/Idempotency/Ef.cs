using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>What Entity Framework Core's methods are called.</summary>
internal static class Ef
{
    public const string Context = "Microsoft.EntityFrameworkCore.DbContext";
    public const string Set = "Microsoft.EntityFrameworkCore.DbSet`1";

    private static readonly Api Adds = new($"{Context} Add AddAsync AddRange AddRangeAsync", $"{Set} Add AddAsync AddRange AddRangeAsync");

    private static readonly Api Saves = new($"{Context} SaveChanges SaveChangesAsync");

    private static readonly string[] Questions = ["Any", "Find", "First", "Single", "Count", "LongCount", "Contains", "Exists", "ToList", "ToDictionary", "ToHashSet", "ToArray", "Load", "All", "Max", "Last"];

    public static bool IsAdd(IInvocationOperation call) => IsOf(Adds, call);

    /// <summary><c>order.Lines.Add(new Line())</c>, where a query has loaded the order.</summary>
    public static bool IsAddToLoaded(IInvocationOperation call, HandlerBody body) =>
        call is { TargetMethod.Name: "Add" or "AddRange", Instance: IPropertyReferenceOperation { Property.Type: INamedTypeSymbol { Arity: 1 } list, Instance: ILocalReferenceOperation { Local: var entity } } }
        && list.ContainingNamespace.ToDisplayString() == "System.Collections.Generic" && IsLoaded(entity, body);

    /// <summary>Comes out of a query, or goes through what one has found.</summary>
    public static bool IsLoaded(ILocalSymbol entity, HandlerBody body)
    {
        var source = body.ValueOf(entity) ?? body.All.OfType<IForEachLoopOperation>().FirstOrDefault(l => l.Locals.Contains(entity, SymbolEqualityComparer.Default))?.Collection;
        return source?.DescendantsAndSelf().Any(o => (o is IInvocationOperation call && IsQuery(call))
            || (o is ILocalReferenceOperation other && !SymbolEqualityComparer.Default.Equals(other.Local, entity) && body.ValueOf(other.Local)?.DescendantsAndSelf().Any(static i => i is IInvocationOperation c && IsQuery(c)) == true)) == true;
    }

    public static bool IsSave(IInvocationOperation call) => IsOf(Saves, call);

    /// <summary>Looks into the database: <c>AnyAsync</c>, <c>FindAsync</c>, <c>FirstOrDefaultAsync</c> … of a set or a query.</summary>
    public static bool IsQuestion(IInvocationOperation call) => Questions.Any(q => call.TargetMethod.Name.StartsWith(q, StringComparison.Ordinal)) && IsQuery(call);

    /// <summary>Begins at a set or a context.</summary>
    public static bool IsQuery(IInvocationOperation call) =>
        (call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null))?.Bare() is { } source
        && (IsEf(source.Type) || (source is IInvocationOperation inner && IsQuery(inner)) || (source.Type?.IsOrDerivesFrom("System.Linq.IQueryable") == true));

    private static bool IsEf(ITypeSymbol? type) => type.IsOrDerivesFrom(Set) || type.IsOrDerivesFrom(Context);

    /// <summary>An override in the application's own context is the same method.</summary>
    private static bool IsOf(Api api, IInvocationOperation call)
    {
        for (var method = call.TargetMethod; method is not null; method = method.OverriddenMethod)
        {
            if (api.Has(method))
            {
                return true;
            }
        }

        return false;
    }
}
