using System.Collections.Immutable;
using Jobs.Generators.Model;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Jobs.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Shape;

/// <summary>Finds what of a job or handler another source generator writes, so that this library's generator has not seen it: members would be lost,
/// handlers would never run.</summary>
/// <remarks>Compares what the analyzer sees with what the generator says it saw. An editor may show an earlier output of the generator; so that nothing is said
/// of what is only not generated yet, only types count of which some part is in a file that another generator made.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class WrittenByAnotherGenerator : LibraryAnalyzer
{
    private const string DeclareByHand = "declare it in a C# file, or in a referenced project";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.WrittenByAnotherGenerator];

    /// <summary>Razor's code blocks, for one, are generated code.</summary>
    protected override GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known) =>
        start.RegisterSymbolAction(
            at =>
            {
                var type = (INamedTypeSymbol)at.Symbol;
                if (known.IsJob(type))
                {
                    Compare(type, known, at);
                }
                else if (known.IsJobHandler(type))
                {
                    CompareHandler(type, known, at);
                }
            },
            SymbolKind.NamedType);

    private static void Compare(INamedTypeSymbol type, KnownTypes known, SymbolAnalysisContext at)
    {
        var reached = new List<(string Name, INamedTypeSymbol Symbol)>();
        if (JobParser.Parse(type, known, report: null, at.CancellationToken, (name, symbol) => reached.Add((name, symbol))) is not { } job)
        {
            return; // another rule speaks
        }

        var foreign = reached.FindAll(r => OtherGenerators.HavePartOf(r.Symbol, at.CancellationToken));
        if (foreign.Count == 0)
        {
            return;
        }

        var subject = $"Job '{job.Settings.Name}'";
        if (!known.HasGeneratedHalf(type))
        {
            var hidden = foreign.SelectMany(static f => MemberFinder.BasesFirst(f.Symbol)).FirstOrDefault(t => OtherGenerators.WriteAllOf(t, at.CancellationToken)) ?? foreign[0].Symbol;
            at.ReportDiagnostic(Diagnostic.Create(Rule.WrittenByAnotherGenerator, type.Where(), $"{subject}: type '{hidden.Display()}'", DeclareByHand));
            return;
        }

        var seen = OtherGenerators.SeenOf(type, at.CancellationToken);
        foreach (var codec in job.Codecs.OfType<ObjectCodec>().Where(c => !seen.Contains(Seen.Of(c))))
        {
            if (foreign.Exists(f => f.Name == codec.Type.Name) && DifferenceOf(codec, seen) is { } member)
            {
                at.ReportDiagnostic(Diagnostic.Create(
                    Rule.WrittenByAnotherGenerator, type.Where(), $"{subject}: member '{codec.Display}.{member}', or the constructor that takes it",
                    $"write it by hand, or declare '{codec.Display}' in a referenced project"));
            }
        }
    }

    /// <returns>Null: the generator has written nothing of it.</returns>
    private static string? DifferenceOf(ObjectCodec codec, HashSet<string> seen)
    {
        var head = Seen.Head(codec);
        if (seen.FirstOrDefault(l => l.StartsWith(head, StringComparison.Ordinal)) is not { } line)
        {
            return null;
        }

        var members = new HashSet<string>(line.Substring(head.Length).Split([Seen.Separator], StringSplitOptions.None), StringComparer.Ordinal);
        return codec.Members.FirstOrDefault(m => !members.Contains(Seen.Of(m)))?.Name ?? codec.Members.FirstOrDefault()?.Name;
    }

    private static void CompareHandler(INamedTypeSymbol type, KnownTypes known, SymbolAnalysisContext at)
    {
        if (HandlerParser.Parse(type, known, report: null) is not { } handler || !known.HandledBy(type).All(h => known.HasGeneratedHalf(h.TypeArguments[0])))
        {
            return;
        }

        var registration = known.Compilation.GetTypeByMetadataName($"{Names.Home(known.Compilation.AssemblyName)}.Handlers");
        if (registration is not null && OtherGenerators.SeenOf(registration, at.CancellationToken).Contains(Seen.Of(handler)))
        {
            return;
        }

        if (OtherGenerators.HavePartOf(type, at.CancellationToken))
        {
            var isWhole = OtherGenerators.WriteAllOf(type, at.CancellationToken);
            at.ReportDiagnostic(Diagnostic.Create(
                Rule.WrittenByAnotherGenerator, type.Where(), isWhole ? $"Handler '{type.Name}'" : $"Handler '{type.Name}': its constructor or interface",
                isWhole ? "declare it in a C# file" : "write it by hand"));
        }
        else if (ServiceOf(type, at.CancellationToken) is { } service)
        {
            at.ReportDiagnostic(Diagnostic.Create(
                Rule.WrittenByAnotherGenerator, type.Where(), $"Handler '{type.Name}': type '{service.Display()}' of its constructor",
                "declare it in a referenced project, or take an interface of your own that it implements"));
        }
    }

    private static ITypeSymbol? ServiceOf(INamedTypeSymbol handler, CancellationToken cancellationToken) =>
        handler.InstanceConstructors.SelectMany(static c => c.Parameters).Select(static p => p.Type).FirstOrDefault(t => t is INamedTypeSymbol named && OtherGenerators.WriteAllOf(named, cancellationToken));
}
