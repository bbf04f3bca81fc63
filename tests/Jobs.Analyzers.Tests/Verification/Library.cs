using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Tests;

/// <summary>All rules, analyzers and fixes there are, found as the compiler and an editor find them.</summary>
internal static class Library
{
    public static IReadOnlyList<DiagnosticDescriptor> Rules { get; } =
        [.. typeof(Rule).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static f => (DiagnosticDescriptor)f.GetValue(null)!).OrderBy(static r => r.Id, StringComparer.Ordinal)];

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
        [.. Marked<DiagnosticAnalyzerAttribute>(typeof(LibraryAnalyzer).Assembly).Select(static t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)];

    public static ImmutableArray<CodeFixProvider> Fixes { get; } =
        [.. Marked<ExportCodeFixProviderAttribute>(typeof(NodeFix).Assembly).Select(static t => (CodeFixProvider)Activator.CreateInstance(t)!)];

    /// <summary>True of most code that there is: no timeout, no checkpoint, a collection without a bound, no contract file.</summary>
    private static readonly string[] Advice = ["JOB3008", "JOB3009", "JOB3011", "JOB4001"];

    public static DiagnosticDescriptor RuleOf(string id) => Rules.Single(r => r.Id == id);

    /// <summary>A rule may have several ways out.</summary>
    public static IEnumerable<CodeFixProvider> FixesOf(DiagnosticDescriptor rule) => Fixes.Where(f => f.FixableDiagnosticIds.Contains(rule.Id));

    /// <summary>What all analyzers say, in the order of the files; an analyzer that throws says AD0001.</summary>
    /// <param name="compilation">As the compiler has it.</param>
    /// <param name="rule">The one that is asked for. Of the others, what is advice is left out: a test's few lines of code can always be better.</param>
    /// <param name="contracts">The text of <c>jobs.contracts.txt</c>; null: there is none.</param>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation, DiagnosticDescriptor? rule = null, string? contracts = null)
    {
        var found = await compilation.WithAnalyzers(Analyzers, new AnalyzerOptions(ContractsFile.Of(contracts))).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found.Where(d => !Advice.Contains(d.Id) || d.Id == rule?.Id)
            .OrderBy(static d => d.Location, SourceOrder.Instance).ThenBy(static d => d.Id, StringComparer.Ordinal)];
    }

    private static IEnumerable<Type> Marked<TAttribute>(Assembly assembly) where TAttribute : Attribute =>
        assembly.GetTypes().Where(static t => t.IsDefined(typeof(TAttribute))).OrderBy(static t => t.Name, StringComparer.Ordinal);
}
