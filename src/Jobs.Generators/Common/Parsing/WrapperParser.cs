using Jobs.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Recognizes types around one value whose members another source generator writes, and which no generator therefore sees: those of
/// StronglyTypedId and Vogen. They are stored as what those generators write is: a map with the one member <c>Value</c>, so that a type that
/// moves to a referenced assembly reads what was stored.</summary>
internal static class WrapperParser
{
    private const string Member = "Value";
    private const string Ids = "StronglyTypedIds";
    private const string ValueObjects = "Vogen";

    /// <returns>Null: it is none, or has a template that is not known. Then its own members count.</returns>
    public static ObjectCodec? Parse(INamedTypeSymbol type, TypeRef self, Place place, TypeParser types)
    {
        var (value, factory) = ValueOf(type, types.Known.Compilation);
        if (value is null || types.Parse(value, place) is not { } parsed)
        {
            return null;
        }

        var member = new MemberModel(Member, Member, -1, parsed, AllowsNull: !parsed.IsReference, Missing.Error) { Parameter = "value" };
        return new ObjectCodec(self, type.Display(), IsArrayForm: false, type.IsSealed || type.IsValueType, new[] { member }.ToEquatable()) { Factory = factory };
    }

    private static (ITypeSymbol? Value, string? Factory) ValueOf(INamedTypeSymbol type, Compilation compilation)
    {
        var written = type.GetMembers(Member).OfType<IPropertySymbol>().FirstOrDefault()?.Type;
        foreach (var attribute in type.GetAttributes())
        {
            switch (attribute.AttributeClass)
            {
                case { Name: "StronglyTypedIdAttribute" } kind when IsIn(kind, Ids) && !type.DeclaringSyntaxReferences.IsEmpty:
                    return (written ?? IdOf(attribute, type.ContainingAssembly, compilation), null);
                case { Name: "ValueObjectAttribute", TypeArguments: [var argument] } kind when IsIn(kind, ValueObjects):
                    return (argument, "From");
                case { Name: "ValueObjectAttribute" } kind when IsIn(kind, ValueObjects):
                    return (written ?? TypeOf(attribute) ?? DefaultsOf(type.ContainingAssembly, ValueObjects, "VogenDefaultsAttribute") switch
                    {
                        { } defaults when TypeOf(defaults) is { } standard => standard,
                        _ => compilation.GetSpecialType(SpecialType.System_Int32),
                    }, "From");
            }
        }

        return (null, null);
    }

    /// <summary>By its template, an enum's value or a name that begins alike; that of the assembly where it has none; else a GUID.</summary>
    private static ITypeSymbol? IdOf(AttributeData attribute, IAssemblySymbol assembly, Compilation compilation)
    {
        var template = TemplateOf(attribute) ?? (DefaultsOf(assembly, Ids, "StronglyTypedIdDefaultsAttribute") is { } defaults ? TemplateOf(defaults) : null) ?? "Guid";
        return template switch
        {
            _ when Begins("guid") || template == "Default" => compilation.GetTypeByMetadataName("System.Guid"),
            _ when Begins("int") => compilation.GetSpecialType(SpecialType.System_Int32),
            _ when Begins("long") => compilation.GetSpecialType(SpecialType.System_Int64),
            _ when Begins("string") => compilation.GetSpecialType(SpecialType.System_String),
            _ => null,
        };

        bool Begins(string name) => template.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (template.Length == name.Length || template[name.Length] == '-');
    }

    private static string? TemplateOf(AttributeData attribute)
    {
        foreach (var argument in attribute.ConstructorArguments)
        {
            if (argument is { Kind: TypedConstantKind.Enum, Type: { Name: "Template" or "StronglyTypedIdBackingType" } type })
            {
                return type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, argument.Value))?.Name;
            }

            if (argument.Kind == TypedConstantKind.Array && !argument.IsNull && argument.Values is [{ Value: string name }, ..])
            {
                return name;
            }

            if (argument is { Kind: TypedConstantKind.Primitive, Value: string only })
            {
                return only;
            }
        }

        return null;
    }

    private static ITypeSymbol? TypeOf(AttributeData attribute) => attribute.ConstructorArguments.Select(static a => a.Kind == TypedConstantKind.Type ? a.Value as ITypeSymbol : null).FirstOrDefault(static t => t is not null);

    private static AttributeData? DefaultsOf(IAssemblySymbol assembly, string space, string name) =>
        assembly.GetAttributes().FirstOrDefault(a => a.AttributeClass is { } kind && kind.Name == name && IsIn(kind, space));

    private static bool IsIn(INamedTypeSymbol type, string space) => type.ContainingNamespace is { ContainingNamespace.IsGlobalNamespace: true } found && found.Name == space;
}
