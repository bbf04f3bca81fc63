using Jobs.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Whether the items of a sorted collection can be compared when it is read back: without the comparer that it may have had.</summary>
internal static class Ordering
{
    public static bool IsSorted(Sequence shape) => shape is Sequence.SortedSet or Sequence.ImmutableSortedSet;

    public static bool IsSorted(Map shape) => shape is Map.SortedDictionary or Map.SortedList or Map.ImmutableSortedDictionary;

    /// <returns>Null: they can, or it is not known. Else the type that cannot.</returns>
    public static ITypeSymbol? Incomparable(ITypeSymbol type, HashSet<ITypeSymbol>? seen = null)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return Incomparable(nullable.TypeArguments[0], seen);
        }

        if (type.TypeKind is TypeKind.Error or TypeKind.Enum or TypeKind.TypeParameter or TypeKind.Dynamic || !(seen ??= new(SymbolEqualityComparer.Default)).Add(type))
        {
            return null;
        }

        if (type is INamedTypeSymbol tuple && KnownShapes.TupleOf(type) is not null && tuple.Name.EndsWith("Tuple", StringComparison.Ordinal))
        {
            return tuple.TypeArguments.Select(a => Incomparable(a, seen)).FirstOrDefault(static t => t is not null);
        }

        return Compares(type) || (type.IsAbstract && UnionParser.CasesOf(type).Any(Compares)) ? null : type;
    }

    /// <summary>It, or a type it derives from, says how: <c>IComparable</c>, or <c>IComparable&lt;T&gt;</c> of something that it converts to.</summary>
    private static bool Compares(ITypeSymbol type) => IsComparable(type as INamedTypeSymbol) || type.AllInterfaces.Any(IsComparable);

    private static bool IsComparable(INamedTypeSymbol? type) => type is { Name: "IComparable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
