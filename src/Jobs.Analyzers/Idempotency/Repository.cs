using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Objects that are read from a repository, changed, and given back to the same one.</summary>
internal static class Repository
{
    /// <param name="entity">The variable.</param>
    /// <param name="change">What changes it.</param>
    /// <param name="body">The method.</param>
    public static bool IsReadAndUpdated(ILocalSymbol entity, IOperation change, HandlerBody body) =>
        body.ValueOf(entity)?.Bare() is IInvocationOperation { Instance: { } from, TargetMethod: var read } && read.Name.BeginsWithWord("Get", "Find", "Load", "Fetch", "Read") && SourceOf(from) is { } store
        && body.Calls.Any(c => c.Syntax.SpanStart > change.Syntax.SpanStart && c.TargetMethod.Name.BeginsWithWord("Update", "Save", "Store", "Replace", "Upsert") && !c.TargetMethod.Name.HasWord("Cache")
            && SymbolEqualityComparer.Default.Equals(SourceOf(c.Instance), store) && c.Arguments.Any(a => a.Value.Bare() is ILocalReferenceOperation l && SymbolEqualityComparer.Default.Equals(l.Local, entity)));

    /// <summary>A field, a property or a captured parameter: what the constructor was given. Not a cache.</summary>
    private static ISymbol? SourceOf(IOperation? instance) => instance?.Bare() switch
    {
        IFieldReferenceOperation { Field: var field } when !IsCache(field.Type) => field,
        IPropertyReferenceOperation { Property: var property, Instance: IInstanceReferenceOperation } when !IsCache(property.Type) => property,
        IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } when !IsCache(parameter.Type) => parameter,
        _ => null,
    };

    private static bool IsCache(ITypeSymbol type) => type.Name.HasWord("Cache", "Setting", "Settings", "Option", "Options", "Session");
}
