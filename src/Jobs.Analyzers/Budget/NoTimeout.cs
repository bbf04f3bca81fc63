using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds jobs whose attribute does not say how long an attempt may run. <c>TimeoutSeconds = 0</c> says that it is meant.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class NoTimeout : LibraryAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.NoTimeout];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known) =>
        start.RegisterSymbolAction(
            at =>
            {
                foreach (var attribute in known.JobAttributesOf(at.Symbol))
                {
                    if (!attribute.NamedArguments.Any(static a => a.Key == "TimeoutSeconds"))
                    {
                        at.ReportDiagnostic(Diagnostic.Create(Rule.NoTimeout, attribute.Where(at.Symbol), known.JobNameOf(at.Symbol) ?? at.Symbol.Name));
                    }
                }
            },
            SymbolKind.NamedType);
}
