using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds entities that are added and saved in one method that looks for nothing before, catches nothing, and gives the entity no key
/// that the next attempt would give it again.</summary>
internal sealed class EntityAddedWithoutGuard() : EffectRule(Rule.EntityAddedWithoutGuard)
{
    private static readonly Api MongoInserts = new("MongoDB.Driver.IMongoCollection`1 InsertOne InsertOneAsync InsertMany InsertManyAsync");

    public override Effect? Find(IOperation operation, HandlerBody body) =>
        operation is IInvocationOperation call && IsStored(call, body) && IsMadeHere(call, body) && !IsGuarded(call, body) && !IsLog(call) && !IsSeed(body.Method) ? new Effect(call.Syntax, call.Display()) : null;

    /// <summary>Added to a set and saved, to a list of a loaded entity that is saved, or to a MongoDB collection.</summary>
    private static bool IsStored(IInvocationOperation call, HandlerBody body) =>
        MongoInserts.Has(call.TargetMethod) || ((Ef.IsAdd(call) || Ef.IsAddToLoaded(call, body)) && body.Calls.Any(Ef.IsSave));

    private static bool IsGuarded(IInvocationOperation call, HandlerBody body) =>
        body.HasKey(call)
        || body.Calls.Any(c => c.Syntax.SpanStart < call.Syntax.SpanStart && !IsSourceOfList(c, call, body) && (Ef.IsQuestion(c) || Look.Is(c)))
        || (body.OnlyCall is var (caller, only) && (Look.Guards(only, caller) || IsGuardedBy(caller, only)))
        || body.All.OfType<ICatchClauseOperation>().Any(c => Catches(c) || (IsEverything(c) && c.Parent is ITryOperation { Body: var attempt } && attempt.Syntax.Span.Contains(call.Syntax.Span)))
        || call.Arguments.SelectMany(static a => a.Value.DescendantsAndSelf()).Concat(Made(call, body)).Any(static o => HasOwnKey(o) || IsLink(o));

    /// <summary>An entity that comes from a caller or a mapper may bring its key along.</summary>
    private static bool IsMadeHere(IInvocationOperation call, HandlerBody body) => call.Arguments.Select(static a => a.Value.Bare())
        .Concat(call.Arguments.Select(static a => a.Value.Bare()).OfType<ILocalReferenceOperation>().Select(local => body.ValueOf(local.Local)?.Bare()).OfType<IOperation>())
        .Any(static v => v is IObjectCreationOperation or IArrayCreationOperation or ICollectionExpressionOperation or IAnonymousFunctionOperation
            || (v is IInvocationOperation { TargetMethod.ContainingType: var from } && from.FullMetadataName() == "System.Linq.Enumerable" && v.Descendants().Any(static o => o is IObjectCreationOperation)));

    private static bool Catches(ICatchClauseOperation clause) =>
        clause.ExceptionType.Name is "DbUpdateException" or "DbException" or "MongoWriteException" || clause.ExceptionType.IsOrDerivesFrom("System.Data.Common.DbException");

    /// <summary><c>catch { }</c> around add and save.</summary>
    private static bool IsEverything(ICatchClauseOperation clause) => clause.Filter is null && clause.ExceptionType.SpecialType == SpecialType.System_Object || clause.ExceptionType.FullMetadataName() == "System.Exception";

    /// <summary>The method that calls this one has looked before.</summary>
    private static bool IsGuardedBy(HandlerBody caller, IInvocationOperation call) =>
        caller.Calls.Any(c => c.Syntax.SpanStart < call.Syntax.SpanStart && (Ef.IsQuestion(c) || Look.Is(c)) && c != call);

    /// <summary>Loading the entity whose list grows is not looking for what is added to it.</summary>
    private static bool IsSourceOfList(IInvocationOperation question, IInvocationOperation call, HandlerBody body) =>
        !Ef.IsAdd(call) && call.Instance.Root() is ILocalSymbol entity && body.ValueOf(entity)?.DescendantsAndSelf().Contains(question) == true;

    /// <summary>What a variable that is added was made as.</summary>
    private static IEnumerable<IOperation> Made(IInvocationOperation call, HandlerBody body) =>
        call.Arguments.Select(static a => a.Value.Bare()).OfType<ILocalReferenceOperation>()
            .SelectMany(local => (body.ValueOf(local.Local)?.DescendantsAndSelf() ?? [])
                .Concat(body.All.OfType<ISimpleAssignmentOperation>().Where(a => SymbolEqualityComparer.Default.Equals(a.Target.Root(), local.Local))));

    /// <summary>Its key comes from the payload, or wherever it is the same the next time.</summary>
    private static bool HasOwnKey(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property, Instance.Type: { } type }, Value: var value } =>
            IsKeyOf(property.Name, type.Name) && !FreshKey.IsFresh(value) && value.ConstantValue is { HasValue: false },
        IArgumentOperation { Parameter: { } parameter, Parent: IObjectCreationOperation { Type: { } made }, Value: var value } =>
            IsKeyOf(parameter.Name, made.Name) && !FreshKey.IsFresh(value) && value.ConstantValue is { HasValue: false },
        _ => false,
    };

    /// <summary>A row without an id of its own that links two others has both of theirs for its key.</summary>
    private static bool IsLink(IOperation operation) =>
        operation is IObjectCreationOperation { Type: { } type, Initializer: { } initializer } && !HasIdOfItsOwn(type)
        && initializer.Initializers.OfType<ISimpleAssignmentOperation>().Count(static a => a.Target is IPropertyReferenceOperation { Property.Name: var name }
            && name.EndsWith("Id", StringComparison.Ordinal) && !a.Value.ConstantValue.HasValue && !FreshKey.IsFresh(a.Value)) >= 2;

    private static bool HasIdOfItsOwn(ITypeSymbol type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.GetMembers().Any(m => m is IPropertySymbol && IsKeyOf(m.Name, type.Name)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsKeyOf(string member, string type) =>
        member.Equals("Id", StringComparison.OrdinalIgnoreCase) || member.Equals("Key", StringComparison.OrdinalIgnoreCase) || member.Equals(type + "Id", StringComparison.OrdinalIgnoreCase);

    /// <summary>It fills an empty database, once.</summary>
    private static bool IsSeed(IMethodSymbol method) => method.Name.HasWord("Seed") || method.ContainingType.Name.HasWord("Seed", "Seeder", "Seeding");

    private static bool IsLog(IInvocationOperation call) => call.Arguments.Any(static a =>
        a.Value.Bare().Type?.Name is { } name && (name.Mentions("Log") || name.Mentions("Audit") || name.Mentions("History")));
}
