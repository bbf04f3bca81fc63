using Jobs.Generators.Parsing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Handlers;

/// <summary>A rule about what handlers do.</summary>
internal abstract class HandlerCodeAnalyzer : LibraryAnalyzer
{
    protected sealed override void Start(CompilationStartAnalysisContext start, KnownTypes known) =>
        Start(start, known, new HandlerCode(known, start.Options.AnalyzerConfigOptionsProvider));

    /// <inheritdoc cref="LibraryAnalyzer.Start"/>
    protected abstract void Start(CompilationStartAnalysisContext start, KnownTypes known, HandlerCode handlers);
}
