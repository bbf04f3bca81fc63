using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds entities in payloads: types with an entity's attributes, and those that a <c>DbContext</c> of this assembly has a <c>DbSet</c> of.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class EntityInPayload : LibraryAnalyzer
{
    private static readonly string[] OnType = ["TableAttribute", "PrimaryKeyAttribute", "OwnedAttribute", "EntityTypeConfigurationAttribute"];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.EntityInPayload];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known)
    {
        var inSets = new Lazy<ImmutableHashSet<ITypeSymbol>>(() => EntitiesOf(start.Compilation));
        start.RegisterSymbolAction(
            at =>
            {
                if (!known.IsJob(at.Symbol))
                {
                    return;
                }

                foreach (var (member, type) in PayloadMembers.Of((INamedTypeSymbol)at.Symbol))
                {
                    var plain = ItemOf(type);
                    if (plain is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } && (IsMarked(plain) || inSets.Value.Contains(plain)))
                    {
                        at.ReportDiagnostic(Diagnostic.Create(Rule.EntityInPayload, member.Where(), member.Name, plain.Name));
                    }
                }
            },
            SymbolKind.NamedType);
    }

    private static ITypeSymbol ItemOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { Arity: > 0 } generic when KnownShapes.SequenceOf(type) is not null || KnownShapes.MapOf(type) is not null => generic.TypeArguments[generic.Arity - 1],
        _ => type,
    };

    private static bool IsMarked(ITypeSymbol type) =>
        type.GetAttributes().Any(static a => OnType.Contains(a.AttributeClass?.Name) && IsOfEntities(a))
        || type.GetMembers().OfType<IPropertySymbol>().Any(static p => p.GetAttributes().Any(static a => a.AttributeClass?.Name == "KeyAttribute" && IsOfEntities(a)));

    private static bool IsOfEntities(AttributeData attribute) => attribute.AttributeClass?.ContainingNamespace.ToDisplayString()
        is "Microsoft.EntityFrameworkCore" or "System.ComponentModel.DataAnnotations" or "System.ComponentModel.DataAnnotations.Schema";

    private static ImmutableHashSet<ITypeSymbol> EntitiesOf(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Microsoft.EntityFrameworkCore.DbContext") is not { } context
            ? ImmutableHashSet.Create<ITypeSymbol>(SymbolEqualityComparer.Default)
            : compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Where(t => DerivesFrom(t, context))
                .SelectMany(static t => t.GetMembers().OfType<IPropertySymbol>()).Select(static p => p.Type).OfType<INamedTypeSymbol>()
                .Where(static t => t is { Name: "DbSet", Arity: 1 }).Select(static t => t.TypeArguments[0]).ToImmutableHashSet<ITypeSymbol>(SymbolEqualityComparer.Default);

    private static bool DerivesFrom(INamedTypeSymbol type, INamedTypeSymbol other)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at, other))
            {
                return true;
            }
        }

        return false;
    }
}
