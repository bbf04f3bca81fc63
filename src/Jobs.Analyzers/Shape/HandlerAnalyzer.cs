using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Shape;

/// <summary>Says why a [JobHandler] is not valid: whatever the generator's own parser finds.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class HandlerAnalyzer : LibraryAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rule.HandlerHandlesNothing,
        Rule.InvalidSetting,
        Rule.HandlerCannotBeConstructed,
        Rule.HandlerReturnsOtherResult,
        Rule.HandledTypeIsNoJob,
    ];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known) =>
        start.RegisterSymbolAction(
            at =>
            {
                if (known.IsJobHandler(at.Symbol))
                {
                    HandlerParser.Parse((INamedTypeSymbol)at.Symbol, known, at.ReportDiagnostic);
                }
            },
            SymbolKind.NamedType);
}
