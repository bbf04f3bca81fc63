using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jobs.Generators.Contracts;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Jobs.Analyzers.Evolution;

/// <summary>Finds names in <c>jobs.contracts.txt</c> that no job of the compilation has, and lines that cannot be read.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class StoredNames : LibraryAnalyzer
{
    private const string WouldBeLost = "would find no handler";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.StoredNameIsGone, Rule.ContractIsNotReadable];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known)
    {
        if (ContractSource.Find(start.Options) is not { } source || source.GetText(start.CancellationToken) is not { } text)
        {
            return;
        }

        var file = ContractReader.Read(text.ToString());
        if (file.Problems.Count > 0)
        {
            start.RegisterCompilationEndAction(end =>
            {
                foreach (var problem in file.Problems)
                {
                    end.ReportDiagnostic(Diagnostic.Create(Rule.ContractIsNotReadable, Line(source.Path, text, problem.Line), problem.Line + 1, problem.Text));
                }
            });
            return;
        }

        var jobs = new ConcurrentDictionary<INamedTypeSymbol, bool>(SymbolEqualityComparer.Default);
        start.RegisterSymbolAction(
            at =>
            {
                if (known.IsJob(at.Symbol))
                {
                    jobs.TryAdd((INamedTypeSymbol)at.Symbol, true);
                }
            },
            SymbolKind.NamedType);
        start.RegisterCompilationEndAction(end => Report(end, known, file, source.Path, text, jobs.Keys));
    }

    private static void Report(CompilationAnalysisContext end, KnownTypes known, ContractFile file, string path, SourceText text, IEnumerable<INamedTypeSymbol> jobs)
    {
        List<INamedTypeSymbol>? elsewhere = null; // looked up only where a name is gone
        INamedTypeSymbol? Moved(string name, ContractJob stored)
        {
            elsewhere ??= Shape.ReferencedJobs.Of(known, end.CancellationToken).ToList();
            return elsewhere.Find(t => NamesOf(t, known).Contains(name)) ?? elsewhere.Find(t => ContractBuilder.NameOf(t.Display()) == stored.Type);
        }

        var types = jobs.OrderBy(static t => t.Where(), SourceOrder.Instance).ToList();
        var names = new HashSet<string>(types.SelectMany(t => NamesOf(t, known)), StringComparer.Ordinal);
        foreach (var stored in file.Jobs.GroupBy(static j => j.Name).Select(static g => g.Last()))
        {
            foreach (var gone in stored.Aliases.Prepend(stored.Name).Where(n => !names.Contains(n)))
            {
                // Its own lines go on under the job's new name, or the type is still there: an alias is all that is missing.
                var owner = types.Find(t => known.JobNameOf(t) == stored.Name) ?? types.Find(t => ContractBuilder.NameOf(t.Display()) == stored.Type);
                if (owner is not null)
                {
                    var properties = ImmutableDictionary<string, string?>.Empty.Add(ContractReport.Was, gone);
                    end.ReportDiagnostic(Diagnostic.Create(Rule.StoredNameIsGone, WhereOf(owner, known), properties, gone, WouldBeLost,
                        $"keep the name in the Aliases of '{owner.Name}'"));
                }
                else if (Moved(gone, stored) is { } moved)
                {
                    end.ReportDiagnostic(Diagnostic.Create(Rule.StoredNameIsGone, Line(path, text, LineOf(text, stored)), gone,
                        $"belong to '{moved.Display()}' of the referenced assembly '{moved.ContainingAssembly.Name}' now",
                        NamesOf(moved, known).Contains(gone)
                            ? $"move the lines of '{stored.Name}' to the jobs.contracts.txt of that project"
                            : $"keep the name in the Aliases of '{moved.Name}', and move the lines of '{stored.Name}' to the jobs.contracts.txt of that project"));
                }
                else
                {
                    end.ReportDiagnostic(Diagnostic.Create(Rule.StoredNameIsGone, Line(path, text, LineOf(text, stored)), gone, WouldBeLost,
                        $"keep '{stored.Type}', or give its name to another job's Aliases; once none is stored any more, remove its lines from jobs.contracts.txt"));
                }
            }
        }
    }

    private static IEnumerable<string> NamesOf(INamedTypeSymbol type, KnownTypes known) => Shape.NameUse.Of(type, known).Select(static n => n.Name);

    private static Location WhereOf(INamedTypeSymbol type, KnownTypes known) => known.JobAttributesOf(type).First().WhereOf(type);

    private static int LineOf(SourceText text, ContractJob job) =>
        text.Lines.FirstOrDefault(l => l.ToString().StartsWith(ContractText.Start(job.Name, job.Version), StringComparison.Ordinal)).LineNumber;

    private static Location Line(string path, SourceText text, int number)
    {
        var span = text.Lines[Math.Min(number, text.Lines.Count - 1)].Span;
        return Location.Create(path, span, text.Lines.GetLinePositionSpan(span));
    }
}
