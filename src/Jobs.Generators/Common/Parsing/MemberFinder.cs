using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>A public property or field that can be written; whether it can be read back shows when a constructor is chosen.</summary>
/// <param name="CanSet">Generated code may assign it in an object initializer.</param>
internal sealed record Candidate(ISymbol Symbol, ITypeSymbol Type, bool CanSet, bool IsRequired)
{
    public string Name => Symbol.Name;

    /// <summary>The type as it is declared: for a member of a generic type that may be its type parameter.</summary>
    public ITypeSymbol DeclaredType => Symbol.OriginalDefinition is IPropertySymbol property ? property.Type : ((IFieldSymbol)Symbol.OriginalDefinition).Type;
}

/// <summary>Finds the members of a type that go on the wire, in the order in which MessagePack writes them: base types first,
/// properties before fields.</summary>
internal static class MemberFinder
{
    private const string DataContracts = "System.Runtime.Serialization";

    public static List<Candidate> Find(INamedTypeSymbol type, Compilation compilation)
    {
        var properties = new List<Candidate>();
        var fields = new List<Candidate>();
        foreach (var level in BasesFirst(type))
        {
            foreach (var member in level.GetMembers())
            {
                if (member is IPropertySymbol property)
                {
                    Put(properties, fields, property, OfProperty(property, compilation));
                }
                else if (member is IFieldSymbol { IsImplicitlyDeclared: false } field)
                {
                    Put(fields, properties, field, OfField(field, compilation));
                }
            }
        }

        properties.AddRange(fields);
        return IsDataContract(type) ? properties.FindAll(static m => DataMember(m.Symbol) is not null) : properties;
    }

    /// <summary>Public properties that can be given a value and not be asked for it.</summary>
    public static IEnumerable<IPropertySymbol> WriteOnly(INamedTypeSymbol type) =>
        BasesFirst(type).SelectMany(static t => t.GetMembers()).OfType<IPropertySymbol>().Where(p =>
            p is { IsStatic: false, IsIndexer: false, IsOverride: false, DeclaredAccessibility: Accessibility.Public } && !IsIgnored(p) && !IsDataContract(type)
            && Setter(p) is { DeclaredAccessibility: Accessibility.Public } && Getter(p) is not { DeclaredAccessibility: Accessibility.Public });

    /// <summary><c>[DataContract]</c>, unless MessagePack's own attribute says otherwise: what is stored is marked <c>[DataMember]</c>.</summary>
    public static bool IsDataContract(INamedTypeSymbol type) =>
        type.Attribute(DataContracts, "DataContractAttribute") is not null && type.Attribute("MessagePack", "MessagePackObjectAttribute") is null;

    public static AttributeData? DataMember(ISymbol member) => member.Attribute(DataContracts, "DataMemberAttribute");

    /// <summary>Base types first.</summary>
    public static IEnumerable<INamedTypeSymbol> BasesFirst(INamedTypeSymbol type)
    {
        var levels = new Stack<INamedTypeSymbol>();
        for (var at = type; at is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; at = at.BaseType)
        {
            levels.Push(at);
        }

        return levels;
    }

    /// <summary>Told to stay behind, or <c>[Obsolete(…, error: true)]</c>, which generated code cannot touch either.</summary>
    public static bool IsIgnored(ISymbol member) =>
        member.IsObsoleteAsError()
        || member.Attribute("MessagePack", "IgnoreMemberAttribute") is not null
        || member.Attribute(DataContracts, "IgnoreDataMemberAttribute") is not null;

    /// <summary>What the member's name means to generated code in its place: something of a derived type that is no public property or field.</summary>
    public static ISymbol? HiderOf(Candidate member, INamedTypeSymbol type, Compilation compilation)
    {
        for (var at = type; at is not null && !SymbolEqualityComparer.Default.Equals(at, member.Symbol.ContainingType); at = at.BaseType)
        {
            if (at.GetMembers(member.Name).FirstOrDefault(m => !m.IsOverride && compilation.IsSymbolAccessibleWithin(m, compilation.Assembly)) is { } hider)
            {
                return hider;
            }
        }

        return null;
    }

    /// <summary>An override or a <c>new</c> member takes the place of the one it hides; one that is ignored hides it too.</summary>
    private static void Put(List<Candidate> to, List<Candidate> other, ISymbol member, Candidate? found)
    {
        if (member.IsStatic || member.DeclaredAccessibility != Accessibility.Public)
        {
            return;
        }

        other.RemoveAll(c => c.Name == member.Name);
        var index = to.FindIndex(c => c.Name == member.Name);
        if (index >= 0)
        {
            to.RemoveAt(index);
        }

        if (found is not null)
        {
            to.Insert(index >= 0 ? index : to.Count, found);
        }
    }

    private static Candidate? OfProperty(IPropertySymbol property, Compilation compilation)
    {
        if (property.IsIndexer || property.ReturnsByRef || property.ReturnsByRefReadonly || IsIgnored(property)
            || Getter(property) is not { DeclaredAccessibility: Accessibility.Public } getter || getter.IsObsoleteAsError())
        {
            return null;
        }

        var canSet = Setter(property) is { } setter && !setter.IsObsoleteAsError() && compilation.IsSymbolAccessibleWithin(setter, compilation.Assembly);
        return new Candidate(property, property.Type, canSet, property.IsRequired);
    }

    private static Candidate? OfField(IFieldSymbol field, Compilation compilation) =>
        field.IsConst || IsIgnored(field)
            ? null
            : new Candidate(field, field.Type, !field.IsReadOnly && compilation.IsSymbolAccessibleWithin(field, compilation.Assembly), field.IsRequired);

    /// <summary>An override of one accessor inherits the other.</summary>
    private static IMethodSymbol? Getter(IPropertySymbol property) => property.GetMethod ?? (property.OverriddenProperty is { } up ? Getter(up) : null);

    private static IMethodSymbol? Setter(IPropertySymbol property) => property.SetMethod ?? (property.OverriddenProperty is { } up ? Setter(up) : null);
}
