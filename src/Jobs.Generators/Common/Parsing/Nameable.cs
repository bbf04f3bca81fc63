using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Whether generated code, which stands in files and namespaces of its own, can write the name of a type.</summary>
internal static class Nameable
{
    /// <returns>Null: it can. Else why not, and what to do.</returns>
    public static string? Problem(ITypeSymbol type, Compilation compilation) => type switch
    {
        IArrayTypeSymbol array => Problem(array.ElementType, compilation),
        INamedTypeSymbol { IsAnonymousType: true } => "an anonymous type has no name that generated code could use: declare a record",
        INamedTypeSymbol named => Declaration(named, compilation) ?? named.TypeArguments.Select(a => Problem(a, compilation)).FirstOrDefault(static p => p is not null),
        _ => null,
    };

    /// <summary>Which declaration hides the type or one around it: "it is private", "'Outer' around it is protected".</summary>
    /// <returns>Null: generated code sees it.</returns>
    public static string? HiddenBy(INamedTypeSymbol type, Compilation compilation)
    {
        if (compilation.IsSymbolAccessibleWithin(type.OriginalDefinition, compilation.Assembly))
        {
            return null;
        }

        for (var at = type; at is not null; at = at.ContainingType)
        {
            if (at.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal || at.ContainingType is null
                || (at.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal && !compilation.IsSymbolAccessibleWithin(at, compilation.Assembly)
                    && compilation.IsSymbolAccessibleWithin(at.ContainingType, compilation.Assembly)))
            {
                return ReferenceEquals(at, type) ? $"it is {Word(at.DeclaredAccessibility)}" : $"'{at.Name}' around it is {Word(at.DeclaredAccessibility)}";
            }
        }

        return "it is private";
    }

    /// <summary>As C# writes it.</summary>
    public static string Word(Accessibility accessibility) => accessibility switch
    {
        Accessibility.Protected => "protected",
        Accessibility.ProtectedAndInternal => "private protected",
        Accessibility.ProtectedOrInternal => "protected internal",
        Accessibility.Internal => "internal",
        Accessibility.Public => "public",
        _ => "private",
    };

    /// <summary>Not referenced under an <c>extern alias</c> alone, which generated code does not know.</summary>
    public static bool IsNamedPlainly(IAssemblySymbol assembly, Compilation compilation) =>
        compilation.GetMetadataReference(assembly)?.Properties.Aliases is not { IsDefaultOrEmpty: false } aliases || aliases.Contains(MetadataReferenceProperties.GlobalAlias);

    private static string? Declaration(INamedTypeSymbol type, Compilation compilation)
    {
        for (var at = type; at is not null; at = at.ContainingType)
        {
            if (at.IsFileLocal)
            {
                return "generated code cannot see it, because it is file-local: make it internal or public";
            }

            if (at.IsObsoleteAsError())
            {
                return "generated code cannot use it, because its [Obsolete] is an error: use what replaces it";
            }
        }

        if (HiddenBy(type, compilation) is { } hidden)
        {
            return $"generated code cannot see it, because {hidden}: make it internal or public";
        }

        return type.ContainingAssembly is { } assembly && !SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly) && !IsNamedPlainly(assembly, compilation)
            ? $"generated code cannot name it, because '{assembly.Name}' is referenced by an extern alias alone: add 'global' to the reference's Aliases"
            : null;
    }
}
