using Jobs.Generators.Parsing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers;

/// <summary>What every rule does first: it runs concurrently, leaves generated code alone, and costs nothing in a compilation that does
/// not reference the library.</summary>
internal abstract class LibraryAnalyzer : DiagnosticAnalyzer
{
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCode);
        context.RegisterCompilationStartAction(start =>
        {
            if (KnownTypes.TryOf(start.Compilation) is { } known)
            {
                Start(start, known);
            }
        });
    }

    /// <summary>Whether code that generators have made is looked at: by most rules not.</summary>
    protected virtual GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.None;

    /// <summary>Registers what the rule looks at. State that lives as long as one compilation is made here, never in a field.</summary>
    protected abstract void Start(CompilationStartAnalysisContext start, KnownTypes known);
}
