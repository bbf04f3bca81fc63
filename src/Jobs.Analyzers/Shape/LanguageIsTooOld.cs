using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Shape;

/// <summary>Says once, at the first job or handler, that the project's C# is too old for what is generated. No other rule speaks then.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LanguageIsTooOld : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.LanguageIsTooOld];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation is CSharpCompilation compilation && !KnownTypes.HasLanguage(compilation) && KnownTypes.Find(compilation) is { } known)
            {
                Start(start, known, compilation.LanguageVersion);
            }
        });
    }

    private static void Start(CompilationStartAnalysisContext start, KnownTypes known, LanguageVersion language)
    {
        var marked = new ConcurrentBag<Location>();
        start.RegisterSymbolAction(
            at =>
            {
                if (known.IsJob(at.Symbol) || known.IsJobHandler(at.Symbol))
                {
                    marked.Add(((INamedTypeSymbol)at.Symbol).Where());
                }
            },
            SymbolKind.NamedType);
        start.RegisterCompilationEndAction(end =>
        {
            if (marked.OrderBy(static l => l, SourceOrder.Instance).FirstOrDefault() is { } first)
            {
                end.ReportDiagnostic(Diagnostic.Create(Rule.LanguageIsTooOld, first, language.ToDisplayString()));
            }
        });
    }
}
