using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Generators.Parsing;

/// <summary>Decides whether a member of a type in a referenced assembly can hold something that reading does not bring back. There is no text to
/// look at; what there is are setters, whoever may call them, the compiler's marks of automatic properties, and fields.</summary>
internal static class CompiledState
{
    private const string Lost = "is not stored with the job, and its type is compiled elsewhere: carry the value in a member or type of your own";

    /// <summary>A compilation leaves out what is private in its references; this is the same reference with all it has.</summary>
    private static readonly ConditionalWeakTable<MetadataReference, CSharpCompilation> Wholes = new();

    /// <returns>Null: as far as can be known it is computed. Else the end of a sentence that begins with the member.</returns>
    public static string? ReasonOf(Candidate lost, Compilation compilation)
    {
        if (lost.Symbol is IFieldSymbol)
        {
            return "is read-only, so it " + Lost;
        }

        var property = (IPropertySymbol)lost.Symbol.OriginalDefinition;
        var whole = WholeOf(property, compilation) ?? property;
        if (whole.SetMethod is not null)
        {
            return "has a setter that generated code cannot use, so it " + Lost;
        }

        if (IsAutomatic(property) || IsAutomatic(whole))
        {
            return "has no setter, so it " + Lost;
        }

        var fields = whole.ContainingType.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic && !f.IsConst && !f.Name.StartsWith("<", StringComparison.Ordinal)).ToList();
        return IsCollection(property.Type) && (fields.Count > 0 || IsReferenceAssembly(property.ContainingAssembly)) || fields.Exists(f => f.Name.TrimStart('_').Equals(property.Name, StringComparison.OrdinalIgnoreCase))
            ? "gives out what nothing public sets, so it " + Lost
            : null;
    }

    /// <summary>What it holds can be changed behind its getter.</summary>
    private static bool IsCollection(ITypeSymbol type) =>
        type.SpecialType != SpecialType.System_String
        && (type.TypeKind == TypeKind.Array || type.SpecialType == SpecialType.System_Collections_IEnumerable || type.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_Collections_IEnumerable));

    private static bool IsAutomatic(IPropertySymbol property) =>
        property.GetMethod?.GetAttributes().Any(static a => a.AttributeClass?.Name == nameof(CompilerGeneratedAttribute)) == true
        || property.ContainingType.GetMembers($"<{property.Name}>k__BackingField").Any();

    /// <summary>It has no private members, of classes.</summary>
    private static bool IsReferenceAssembly(IAssemblySymbol assembly) => assembly.GetAttributes().Any(static a => a.AttributeClass?.Name == "ReferenceAssemblyAttribute");

    private static IPropertySymbol? WholeOf(IPropertySymbol property, Compilation compilation)
    {
        if (compilation.GetMetadataReference(property.ContainingAssembly) is not PortableExecutableReference reference)
        {
            return null;
        }

        var whole = Wholes.GetValue(reference, static r => CSharpCompilation.Create(
            "Whole", references: [r], options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, metadataImportOptions: MetadataImportOptions.All)));
        var assembly = whole.GetAssemblyOrModuleSymbol(reference) as IAssemblySymbol;
        return assembly?.GetTypeByMetadataName(MetadataName(property.ContainingType))?.GetMembers(property.Name).OfType<IPropertySymbol>().FirstOrDefault();
    }

    private static string MetadataName(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? $"{MetadataName(outer)}+{type.MetadataName}"
        : type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName : $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}";
}
