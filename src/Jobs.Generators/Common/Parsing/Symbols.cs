using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Generators.Parsing;

/// <summary>Questions about symbols that more than one parser asks.</summary>
internal static class Symbols
{
    /// <summary><c>global::</c>-qualified, without annotations and tuple names: one text per runtime type.</summary>
    private static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    private static readonly SymbolDisplayFormat Plain = Qualified.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    public static string Name(this ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(Qualified);

    /// <summary>As an error message names it: <c>Shop.SendEmail</c>.</summary>
    public static string Display(this ITypeSymbol type) => type.ToDisplayString(Plain);

    public static string Escape(string identifier) => SyntaxFacts.GetKeywordKind(identifier) != SyntaxKind.None ? "@" + identifier : identifier;

    /// <summary>Its metadata name with its namespace: <c>System.Collections.Generic.List`1</c>; null where it is nested or not named.</summary>
    public static string? FullMetadataName(this ITypeSymbol type) =>
        type is INamedTypeSymbol { ContainingType: null, ContainingNamespace.IsGlobalNamespace: false } ? $"{type.ContainingNamespace}.{type.MetadataName}" : null;

    public static bool IsPartial(this INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences.Any(r =>
            r.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>Part of the runtime's own libraries, which a payload takes from by list only.</summary>
    public static bool IsInSystem(this ITypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: "System", IsGlobalNamespace: false };
    }

    /// <summary>Whether other assemblies can name the type: it, its containers and its type arguments are public.</summary>
    public static bool IsPublic(this ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.IsPublic(),
        INamedTypeSymbol named => named.DeclaredAccessibility == Accessibility.Public
            && named.ContainingType?.IsPublic() != false && named.TypeArguments.All(IsPublic),
        _ => false,
    };

    /// <summary>The attribute's arguments, or null where the symbol has no such attribute.</summary>
    public static AttributeData? Attribute(this ISymbol symbol, string space, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass is { } type && type.Name == name && type.ContainingNamespace.ToDisplayString() == space);

    /// <summary>It, or a part of it, is a type that does not exist.</summary>
    public static bool HasError(this ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error } => true,
        IArrayTypeSymbol array => array.ElementType.HasError(),
        INamedTypeSymbol named => named.TypeArguments.Any(HasError),
        _ => false,
    };

    /// <summary><c>[Obsolete(…, error: true)]</c>: generated code cannot touch it.</summary>
    public static bool IsObsoleteAsError(this ISymbol symbol) => symbol.Attribute("System", "ObsoleteAttribute") is { ConstructorArguments: [_, { Value: true }] };

    public static Location Where(this ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;

    public static Location Where(this AttributeData attribute, ISymbol owner) =>
        attribute.ApplicationSyntaxReference is { } syntax ? Location.Create(syntax.SyntaxTree, syntax.Span) : owner.Where();

    /// <summary>The value of one argument: a property set by name, else the constructor's only one.</summary>
    public static Location WhereOf(this AttributeData attribute, ISymbol owner, string? property = null) =>
        (attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.ArgumentList?.Arguments
            .FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == property)?.Expression.GetLocation() ?? attribute.Where(owner);
}
