using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Jobs.Analyzers.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Corpus;

/// <summary>What all rules say of a compilation.</summary>
/// <param name="Found">Their reports, by file and place.</param>
/// <param name="Crashes">What they threw.</param>
/// <param name="Bound">The share of calls that the compiler understood: below it, rules that ask what is called are silent.</param>
internal sealed record Run(IReadOnlyList<Diagnostic> Found, IReadOnlyList<string> Crashes, double Bound)
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(HandlerCode).Assembly.GetTypes().Where(static t => t.IsDefined(typeof(DiagnosticAnalyzerAttribute)))
            .Select(static t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
    ];

    /// <param name="compilation">It need not compile.</param>
    /// <param name="handlers">The names of classes to read as handlers; null: those that are.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Run> OfAsync(CSharpCompilation compilation, string? handlers, CancellationToken cancellationToken)
    {
        var crashes = new ConcurrentQueue<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], new Options(handlers)),
            (error, analyzer, _) => crashes.Enqueue($"{analyzer.GetType().Name}: {error}"),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        var found = await compilation.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return new Run(
            [.. found.Where(static d => d.Id.StartsWith("JOB", StringComparison.Ordinal))
                .OrderBy(static d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static d => d.Location.SourceSpan).ThenBy(static d => d.Id, StringComparer.Ordinal)],
            [.. crashes],
            BoundOf(compilation, cancellationToken));
    }

    /// <summary>Asked of every 20th file.</summary>
    private static double BoundOf(CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        var calls = 0;
        var bound = 0;
        foreach (var tree in compilation.SyntaxTrees.Where(static (_, i) => i % 20 == 1))
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var call in tree.GetRoot(cancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                calls++;
                bound += model.GetSymbolInfo(call, cancellationToken).Symbol is null ? 0 : 1;
            }
        }

        return calls == 0 ? 1 : bound / (double)calls;
    }

    private sealed class Options(string? handlers) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new One(null);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new One(handlers);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class One(string? handlers) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = key == HandlerCode.Option ? handlers : null;
            return value is not null;
        }
    }
}
