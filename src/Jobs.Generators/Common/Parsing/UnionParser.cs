using Jobs.Generators.Model;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Reads MessagePack's <c>[Union(n, typeof(X))]</c> off an interface or abstract class.</summary>
internal static class UnionParser
{
    public static bool IsUnion(ITypeSymbol type) => UnionsOf(type).Any();

    public static UnionCodec? Parse(INamedTypeSymbol type, TypeRef self, Place place, TypeParser types)
    {
        var cases = new List<UnionCase>();
        foreach (var union in UnionsOf(type))
        {
            if (CaseOf(union, type, place, types) is not { } found)
            {
                continue;
            }

            if (cases.Any(c => c.Key == found.Key || c.Type.Name == found.Type.Name))
            {
                types.Report(Rule.InvalidUnion, place, type.Display(), $"the number {found.Key} or the type '{found.Type.Name.Replace("global::", "")}' is there twice");
                continue;
            }

            cases.Add(found);
        }

        return new UnionCodec(self, type.Display(), cases.OrderBy(static c => c.Key).ToEquatable());
    }

    private static UnionCase? CaseOf(AttributeData union, INamedTypeSymbol type, Place place, TypeParser types)
    {
        if (union.ConstructorArguments is not [{ Value: int key }, var argument])
        {
            return null; // the compiler has something to say about it
        }

        if (argument.Value is not INamedTypeSymbol { TypeKind: not TypeKind.Error } implementation)
        {
            types.Report(Rule.InvalidUnion, place, type.Display(), "name the implementation with typeof(…), not as text");
            return null;
        }

        if (key < 0 || implementation.IsAbstract || implementation.IsUnboundGenericType
            || !types.Known.Compilation.HasImplicitConversion(implementation, type) || SymbolEqualityComparer.Default.Equals(implementation, type))
        {
            types.Report(Rule.InvalidUnion, place, type.Display(),
                key < 0 ? $"the number {key} is negative" : $"'{implementation.Display()}' is not a concrete type that derives from it");
            return null;
        }

        return types.Parse(implementation, place) is { } parsed ? new UnionCase(key, parsed) : null;
    }

    /// <summary>The implementations that its [Union]s name.</summary>
    public static IEnumerable<ITypeSymbol> CasesOf(ITypeSymbol type) => UnionsOf(type).SelectMany(static u => u.ConstructorArguments).Select(static a => a.Value).OfType<ITypeSymbol>();

    private static IEnumerable<AttributeData> UnionsOf(ITypeSymbol type) =>
        type.GetAttributes().Where(static a => a.AttributeClass?.Name == "UnionAttribute" && a.AttributeClass.ContainingNamespace.ToDisplayString() == "MessagePack");
}
