using System.Collections.Immutable;
using Jobs.Generators.Contracts;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Evolution;

/// <summary>Compares each job with its lines in <c>jobs.contracts.txt</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ContractAnalyzer : LibraryAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rule.NoContractFile,
        Rule.ContractIsNotAccepted,
        Rule.StoredMemberIsGone,
        Rule.StoredMemberIsRetyped,
        Rule.MemberIsNewlyRequired,
        Rule.ResultHasChanged,
        Rule.StoredValueHasChanged,
        Rule.VersionDoesNotFollow,
    ];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known)
    {
        var file = ContractSource.Read(start.Options, start.CancellationToken);
        if (file is { Problems.Count: > 0 })
        {
            return; // what it says is not known: its own rule speaks
        }

        start.RegisterSymbolAction(
            at =>
            {
                if (known.IsJob(at.Symbol) && JobParser.Parse((INamedTypeSymbol)at.Symbol, known, report: null, at.CancellationToken) is { } job)
                {
                    new ContractReport((INamedTypeSymbol)at.Symbol, job, known.Compilation, at.ReportDiagnostic).Against(file);
                }
            },
            SymbolKind.NamedType);
    }
}

/// <summary>The contract file among the additional files.</summary>
internal static class ContractSource
{
    public static AdditionalText? Find(AnalyzerOptions options) => options.AdditionalFiles.FirstOrDefault(static f => ContractFile.Is(f.Path));

    /// <returns>Null: there is none.</returns>
    public static ContractFile? Read(AnalyzerOptions options, CancellationToken cancellationToken) =>
        Find(options)?.GetText(cancellationToken) is { } text ? ContractReader.Read(text.ToString()) : null;
}
