using Jobs.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Shape;

/// <summary>A job's name, or one of its aliases, and where it is written.</summary>
internal sealed record NameUse(string Name, INamedTypeSymbol Job, Location Location)
{
    /// <summary>Names that are no names are another rule's.</summary>
    public static IEnumerable<NameUse> Of(INamedTypeSymbol type, KnownTypes known)
    {
        foreach (var attribute in known.JobAttributesOf(type))
        {
            if (attribute.ConstructorArguments is [{ Value: string { Length: > 0 } name }])
            {
                yield return new NameUse(name, type, WhereOf(attribute, type, null, known));
            }

            foreach (var argument in attribute.NamedArguments)
            {
                if (argument is { Key: "Aliases", Value: { Kind: TypedConstantKind.Array, IsNull: false } aliases })
                {
                    foreach (var alias in aliases.Values.Select(static v => v.Value as string).Where(static v => v?.Length > 0).Distinct())
                    {
                        yield return new NameUse(alias!, type, WhereOf(attribute, type, argument.Key, known));
                    }
                }
            }
        }
    }

    /// <summary>Only files of this compilation may be underlined.</summary>
    private static Location WhereOf(AttributeData attribute, INamedTypeSymbol type, string? property, KnownTypes known) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, known.Compilation.Assembly) ? attribute.WhereOf(type, property) : Location.None;
}
