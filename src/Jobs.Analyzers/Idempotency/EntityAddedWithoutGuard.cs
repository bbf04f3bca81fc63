using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds entities that are added and saved in one method that looks for nothing before, catches nothing, and gives the entity no key
/// that the next attempt would give it again.</summary>
internal sealed class EntityAddedWithoutGuard() : EffectRule(Rule.EntityAddedWithoutGuard)
{
    public override Effect? Find(IOperation operation, HandlerBody body) =>
        operation is IInvocationOperation call && Ef.IsAdd(call) && body.Calls.Any(Ef.IsSave) && IsMadeHere(call, body) && !IsGuarded(call, body) && !IsLog(call) ? new Effect(call.Syntax, call.Display()) : null;

    private static bool IsGuarded(IInvocationOperation call, HandlerBody body) =>
        body.HasKey(call)
        || body.Calls.Any(c => c.Syntax.SpanStart < call.Syntax.SpanStart && (Ef.IsQuestion(c) || LooksElsewhere(c)))
        || body.All.OfType<ICatchClauseOperation>().Any(static c => c.ExceptionType.Name is "DbUpdateException" or "DbException" || c.ExceptionType.IsOrDerivesFrom("System.Data.Common.DbException"))
        || call.Arguments.SelectMany(static a => a.Value.DescendantsAndSelf()).Concat(Made(call, body)).Any(static o => HasOwnKey(o) || IsLink(o));

    /// <summary>An entity that comes from a caller or a mapper may bring its key along.</summary>
    private static bool IsMadeHere(IInvocationOperation call, HandlerBody body) => call.Arguments.Select(static a => a.Value.Bare())
        .Concat(call.Arguments.Select(static a => a.Value.Bare()).OfType<ILocalReferenceOperation>().Select(local => body.ValueOf(local.Local)?.Bare()).OfType<IOperation>())
        .Any(static v => v is IObjectCreationOperation or IArrayCreationOperation or ICollectionExpressionOperation or IAnonymousFunctionOperation
            || (v is IInvocationOperation { TargetMethod.ContainingType: var from } && from.FullMetadataName() == "System.Linq.Enumerable" && v.Descendants().Any(static o => o is IObjectCreationOperation)));

    /// <summary>A repository or another method that is asked first.</summary>
    private static bool LooksElsewhere(IInvocationOperation call) =>
        call.TargetMethod.Name is var name && (name.StartsWith("Exists", StringComparison.Ordinal) || name.StartsWith("Is", StringComparison.Ordinal) || name.StartsWith("Has", StringComparison.Ordinal)
            || name.StartsWith("Find", StringComparison.Ordinal) || name.StartsWith("TryGet", StringComparison.Ordinal) || (name.StartsWith("Get", StringComparison.Ordinal) && call.Parent is IAwaitOperation));

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

    private static bool IsLog(IInvocationOperation call) => call.Arguments.Any(static a =>
        a.Value.Bare().Type?.Name is { } name && (name.Mentions("Log") || name.Mentions("Audit") || name.Mentions("History")));
}
