using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Budget;

/// <summary>What a payload carries, as far as its own declaration says.</summary>
internal static class PayloadMembers
{
    public static IEnumerable<(ISymbol Member, ITypeSymbol Type)> Of(INamedTypeSymbol payload)
    {
        var given = new HashSet<string>(payload.InstanceConstructors.SelectMany(static c => c.Parameters).Select(static p => p.Name), StringComparer.OrdinalIgnoreCase);
        foreach (var member in payload.GetMembers())
        {
            if (member is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false } && !Has(member, "IgnoreMemberAttribute", "IgnoreDataMemberAttribute"))
            {
                switch (member)
                {
                    case IFieldSymbol field:
                        yield return (field, field.Type);
                        break;
                    case IPropertySymbol property when property.SetMethod is not null || given.Contains(property.Name):
                        yield return (property, property.Type);
                        break;
                }
            }
        }
    }

    /// <summary>Whether the member, or the record's parameter that it comes from, says how long it may be.</summary>
    public static bool HasBound(ISymbol member) => new[] { member }
        .Concat(member.ContainingType.InstanceConstructors.SelectMany(static c => c.Parameters).Where(p => p.Name == member.Name))
        .Any(static s => Has(s, "MaxLengthAttribute", "LengthAttribute", "StringLengthAttribute"));

    private static bool Has(ISymbol symbol, params string[] attributes) => symbol.GetAttributes().Any(a => attributes.Contains(a.AttributeClass?.Name));
}
