using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Shape;

/// <summary>Says why a [Job] is not valid: whatever the generator's own parser finds.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class JobAnalyzer : LibraryAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rule.PayloadMustBePartial,
        Rule.UnsupportedType,
        Rule.InvalidJobName,
        Rule.InvalidSetting,
        Rule.InvalidPayloadType,
        Rule.CannotBeConstructed,
        Rule.InvalidKeys,
        Rule.InvalidUnion,
        Rule.SeveralJobAttributes,
        Rule.MemberIsNotStored,
    ];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known) =>
        start.RegisterSymbolAction(
            at =>
            {
                if (known.IsJob(at.Symbol))
                {
                    JobParser.Parse((INamedTypeSymbol)at.Symbol, known, at.ReportDiagnostic, at.CancellationToken);
                }
            },
            SymbolKind.NamedType);
}
