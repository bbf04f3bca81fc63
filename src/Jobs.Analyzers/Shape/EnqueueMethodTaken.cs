using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Jobs.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Shape;

/// <summary>Finds jobs of one namespace whose enqueue methods have one name. Methods of two namespaces are left alone: a file that uses both can
/// still say which it means.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class EnqueueMethodTaken : LibraryAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.EnqueueMethodTaken];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known)
    {
        var jobs = new ConcurrentBag<INamedTypeSymbol>();
        start.RegisterSymbolAction(
            at =>
            {
                if (known.IsJob(at.Symbol))
                {
                    jobs.Add((INamedTypeSymbol)at.Symbol);
                }
            },
            SymbolKind.NamedType);
        start.RegisterCompilationEndAction(end =>
        {
            var owners = new Dictionary<(string, string), INamedTypeSymbol>();
            foreach (var job in jobs.OrderBy(static j => j.Where(), SourceOrder.Instance))
            {
                var method = Names.EnqueueMethod(GivenName(job, known), PayloadParser.NestedName(job));
                var key = (job.ContainingNamespace.ToDisplayString(), method);
                if (owners.TryGetValue(key, out var owner))
                {
                    end.ReportDiagnostic(Diagnostic.Create(
                        Rule.EnqueueMethodTaken, job.Where(), [owner.Where()], method, owner.Display(), job.Display(), known.JobNameOf(job) ?? "…", Suggestion(job, method)));
                }
                else
                {
                    owners.Add(key, job);
                }
            }
        });
    }

    private static string? GivenName(INamedTypeSymbol job, KnownTypes known) =>
        known.JobAttributesOf(job).SelectMany(static a => a.NamedArguments).FirstOrDefault(static n => n.Key == "EnqueueName").Value.Value as string;

    private static string Suggestion(INamedTypeSymbol job, string taken) => "Enqueue" + PayloadParser.NestedName(job) is var name && name != taken ? name.Substring("Enqueue".Length) : "…";
}
