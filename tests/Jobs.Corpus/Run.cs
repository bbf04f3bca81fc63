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
/// <param name="LeftOut">Files that the compiler itself fails on, each with what it threw: the rest was compiled without them.</param>
/// <param name="Time">The rules' own, added up.</param>
/// <param name="Bound">The share of calls that the compiler understood: below it, rules that ask what is called are silent.</param>
internal sealed record Run(IReadOnlyList<Diagnostic> Found, IReadOnlyList<string> Crashes, IReadOnlyList<string> LeftOut, double Bound, TimeSpan Time)
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
        try
        {
            return await OfAllAsync(compilation, handlers, [], cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var broken = BrokenFiles(compilation, cancellationToken);
            return broken.Count == 0 ? throw new InvalidOperationException($"The compiler fails on {compilation.AssemblyName}, and on none of its files by itself.", e)
                : await OfAllAsync(compilation.RemoveSyntaxTrees(broken.Keys), handlers, [.. broken.Select(static b => $"{b.Key.FilePath}: {b.Value.GetType().Name}: {b.Value.Message}")], cancellationToken);
        }
    }

    /// <summary>Asks the compiler about each file by itself, where it has failed on all.</summary>
    private static Dictionary<SyntaxTree, Exception> BrokenFiles(CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        var broken = new Dictionary<SyntaxTree, Exception>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            try
            {
                compilation.GetSemanticModel(tree).GetDiagnostics(cancellationToken: cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                broken.Add(tree, e);
            }
        }

        return broken;
    }

    private static async Task<Run> OfAllAsync(CSharpCompilation compilation, string? handlers, IReadOnlyList<string> leftOut, CancellationToken cancellationToken)
    {
        var crashes = new ConcurrentQueue<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], new Options(handlers)),
            (error, analyzer, _) => crashes.Enqueue($"{analyzer.GetType().Name}: {error}"),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: true);
        var result = await compilation.WithAnalyzers(Analyzers, options).GetAnalysisResultAsync(cancellationToken);
        return new Run(
            [.. result.GetAllDiagnostics().Where(static d => d.Id.StartsWith("JOB", StringComparison.Ordinal))
                .OrderBy(static d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static d => d.Location.SourceSpan).ThenBy(static d => d.Id, StringComparer.Ordinal)],
            [.. crashes],
            leftOut,
            BoundOf(compilation, cancellationToken),
            result.AnalyzerTelemetryInfo.Values.Aggregate(TimeSpan.Zero, static (sum, one) => sum + one.ExecutionTime));
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
