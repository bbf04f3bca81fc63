using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Generators.Parsing;

/// <summary>Finds values that an object holds and that do not get on the wire. What is computed, always the same or told to stay behind is
/// not meant.</summary>
internal static class LostState
{
    /// <summary>Whether a type without a single member on the wire has values at all.</summary>
    /// <remarks>Of a class in a referenced assembly the private fields are not seen: there, members that cannot be set must do for a sign.</remarks>
    public static bool IsAll(INamedTypeSymbol type, List<Candidate> candidates, CancellationToken cancellationToken) =>
        MemberFinder.BasesFirst(type).SelectMany(static t => t.GetMembers()).OfType<IFieldSymbol>().Any(f => IsState(f, cancellationToken))
        || (type.DeclaringSyntaxReferences.IsEmpty && candidates.Count > 0);

    public static void Warn(List<Candidate> candidates, List<Candidate> members, Place place, TypeParser types)
    {
        foreach (var lost in candidates)
        {
            if (!members.Contains(lost) && lost.Symbol is IPropertySymbol property && FieldOf(property, types.CancellationToken) is { } field && IsState(field, types.CancellationToken))
            {
                types.Warn(Rule.MemberIsNotStored, place.Of(property), place.Of(property).Path);
            }
        }
    }

    private static bool IsState(IFieldSymbol field, CancellationToken cancellationToken) =>
        !field.IsStatic && !MemberFinder.IsIgnored(field)
        && field.AssociatedSymbol is null or IPropertySymbol && !(field.AssociatedSymbol is { } property && (MemberFinder.IsIgnored(property) || IsAlwaysTheSame(property, cancellationToken)));

    /// <summary>The field behind an auto-property, or the one that <c>=> field</c> gives out. Known in source only.</summary>
    private static IFieldSymbol? FieldOf(IPropertySymbol property, CancellationToken cancellationToken)
    {
        var name = property.DeclaringSyntaxReferences
            .Select(r => r.GetSyntax(cancellationToken) is PropertyDeclarationSyntax { ExpressionBody.Expression: IdentifierNameSyntax given } ? given.Identifier.ValueText : null)
            .FirstOrDefault();
        return property.ContainingType.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f =>
            SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property) || (name is not null && f.Name == name && f.AssociatedSymbol is null));
    }

    /// <summary><c>string Kind { get; } = "mail"</c>, or an enum's value: nothing to lose.</summary>
    private static bool IsAlwaysTheSame(ISymbol property, CancellationToken cancellationToken) =>
        property.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellationToken) is PropertyDeclarationSyntax { Initializer.Value: var value }
            && (value is LiteralExpressionSyntax || (value is MemberAccessExpressionSyntax && property is IPropertySymbol { Type.TypeKind: TypeKind.Enum })));
}
