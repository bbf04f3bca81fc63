using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Shape;

/// <summary>Finds records with [Sensitive] members whose ToString prints them. A payload is left alone: its generated half does not print them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class RecordPrintsSensitive : LibraryAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.RecordPrintsSensitive];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known) =>
        start.RegisterSymbolAction(
            at =>
            {
                var type = (INamedTypeSymbol)at.Symbol;
                if (type.IsRecord && !known.IsJob(type) && !Prints(type) && SensitiveOf(type) is { } member)
                {
                    at.ReportDiagnostic(Diagnostic.Create(Rule.RecordPrintsSensitive, type.Where(), type.Name, member.Name));
                }
            },
            SymbolKind.NamedType);

    private static bool Prints(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Any(static m => !m.IsImplicitlyDeclared && m is { Name: "PrintMembers", Parameters.Length: 1 } or { Name: "ToString", Parameters.Length: 0, IsImplicitlyDeclared: false });

    private static ISymbol? SensitiveOf(INamedTypeSymbol type) =>
        type.GetMembers().FirstOrDefault(static m => m is IPropertySymbol or IFieldSymbol { AssociatedSymbol: null } && m is { IsStatic: false, DeclaredAccessibility: Accessibility.Public } && IsMarked(m))
        ?? type.InstanceConstructors.SelectMany(static c => c.Parameters).FirstOrDefault(p => IsMarked(p) && type.GetMembers(p.Name).OfType<IPropertySymbol>().Any());

    private static bool IsMarked(ISymbol symbol) => symbol.Attribute("Jobs", "SensitiveAttribute") is not null;
}
