using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Shape;

/// <summary>Finds jobs that two [JobHandler] classes of this assembly handle, or one class twice.</summary>
/// <remarks>A referenced assembly's handler for the same job is left to the start-up check: an application may not add both.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class TwoHandlersForOneJob : LibraryAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.TwoHandlersForOneJob];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known)
    {
        var handled = new ConcurrentBag<(ITypeSymbol Job, INamedTypeSymbol Handler)>();
        start.RegisterSymbolAction(
            at =>
            {
                if (at.Symbol is INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false } handler && known.IsJobHandler(handler) && HandlerParser.CanBeMade(handler, known.Compilation))
                {
                    foreach (var one in known.HandledBy(handler))
                    {
                        handled.Add((one.TypeArguments[0], handler));
                    }
                }
            },
            SymbolKind.NamedType);
        start.RegisterCompilationEndAction(end =>
        {
            var first = new Dictionary<ITypeSymbol, INamedTypeSymbol>(SymbolEqualityComparer.Default);
            foreach (var (job, handler) in handled.OrderBy(static h => h.Handler.Where(), SourceOrder.Instance))
            {
                if (!first.TryGetValue(job, out var other))
                {
                    first.Add(job, handler);
                }
                else if (known.JobNameOf(job) is { } name)
                {
                    end.ReportDiagnostic(Diagnostic.Create(
                        Rule.TwoHandlersForOneJob, handler.Where(), [other.Where()], name, other.Display(), handler.Display()));
                }
            }
        });
    }
}
