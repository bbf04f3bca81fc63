using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Shape;

/// <summary>Finds classes that are handlers in all but the mark. Classes that could not be marked are left alone: abstract, generic and
/// private ones are bases, decorators and stand-ins of tests.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class HandlerIsNotMarked : LibraryAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.HandlerIsNotMarked];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known) =>
        start.RegisterSymbolAction(
            at =>
            {
                var type = (INamedTypeSymbol)at.Symbol;
                if (CanBeMarked(type, known) && JobOf(type, known) is { } job && !known.IsJobHandler(type) && !HasHandlingBase(type, known) && !Wraps(type, known))
                {
                    at.ReportDiagnostic(Diagnostic.Create(Rule.HandlerIsNotMarked, type.Where(), type.Name, job));
                }
            },
            SymbolKind.NamedType);

    private static bool CanBeMarked(INamedTypeSymbol type, KnownTypes known) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false } && HandlerParser.Problem(type, known.Compilation) is null;

    private static string? JobOf(INamedTypeSymbol type, KnownTypes known) =>
        known.HandledBy(type).Select(static i => i.TypeArguments[0]).Where(static t => t.TypeKind != TypeKind.Error)
            .Select(t => known.JobNameOf(t) ?? t.Display()).FirstOrDefault();

    /// <summary>The base runs, or is reported itself.</summary>
    private static bool HasHandlingBase(INamedTypeSymbol type, KnownTypes known)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
        {
            if (!at.IsAbstract && known.HandledBy(at).Any())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>It takes a handler of what it handles itself: a decorator, which someone makes by hand.</summary>
    private static bool Wraps(INamedTypeSymbol type, KnownTypes known) =>
        type.InstanceConstructors.SelectMany(static c => c.Parameters).Any(p => known.HandledBy(type).Contains(p.Type, SymbolEqualityComparer.Default));
}
