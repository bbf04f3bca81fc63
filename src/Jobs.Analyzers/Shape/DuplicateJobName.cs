using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Shape;

/// <summary>Finds jobs of this assembly that have a name or alias of another one's, here or in a referenced assembly.</summary>
/// <remarks>Two referenced assemblies that clash are left to the start-up check: an application may use the jobs of only one.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DuplicateJobName : LibraryAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.DuplicateJobName];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known)
    {
        var names = new ConcurrentBag<NameUse>();
        start.RegisterSymbolAction(
            at =>
            {
                foreach (var name in NameUse.Of((INamedTypeSymbol)at.Symbol, known))
                {
                    names.Add(name);
                }
            },
            SymbolKind.NamedType);
        start.RegisterCompilationEndAction(end =>
        {
            if (!names.IsEmpty)
            {
                Report(end, known, names);
            }
        });
    }

    private static void Report(CompilationAnalysisContext end, KnownTypes known, IEnumerable<NameUse> names)
    {
        var owners = new Dictionary<string, NameUse>(StringComparer.Ordinal);
        foreach (var name in ReferencedJobs.Of(known, end.CancellationToken).SelectMany(t => NameUse.Of(t, known)))
        {
            owners[name.Name] = name;
        }

        foreach (var name in names.OrderBy(static n => n.Location, SourceOrder.Instance))
        {
            if (!owners.TryGetValue(name.Name, out var owner))
            {
                owners.Add(name.Name, name);
            }
            else if (!SymbolEqualityComparer.Default.Equals(owner.Job, name.Job))
            {
                var first = owner.Location.IsInSource ? new[] { owner.Location } : null;
                end.ReportDiagnostic(Diagnostic.Create(Rule.DuplicateJobName, name.Location, first, name.Name, owner.Job.Display(), name.Job.Display()));
            }
        }
    }
}
