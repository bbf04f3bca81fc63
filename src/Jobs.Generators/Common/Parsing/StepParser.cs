using Jobs.Generators.Model;
using Jobs.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Generators.Parsing;

/// <summary>Finds the steps of handlers, and decides whether their results can be recorded.</summary>
internal static class StepParser
{
    public const string Method = "OnceAsync";
    public const string ContextName = "Jobs.JobContext";

    /// <summary>By its text alone: asked of every node that is typed.</summary>
    public static bool MayBeStep(SyntaxNode node) => node is InvocationExpressionSyntax
    {
        ArgumentList.Arguments.Count: >= 2,
        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Method } or MemberBindingExpressionSyntax { Name.Identifier.ValueText: Method },
    };

    public static bool IsStep(IMethodSymbol method) => method.Name == Method && method.ContainingType?.FullMetadataName() == ContextName;

    /// <returns>Null: no step, one without a result, or one whose result cannot be recorded.</returns>
    public static StepResultModel? Parse(SyntaxNode node, SemanticModel semantics, CancellationToken cancellationToken) =>
        semantics.GetSymbolInfo(node, cancellationToken).Symbol is IMethodSymbol { TypeArguments: [var result] } method && IsStep(method)
            && KnownTypes.TryOf(semantics.Compilation) is { } known
                ? Parse(result, node.GetLocation(), known, report: null, cancellationToken)
                : null;

    /// <returns>Null: it cannot be recorded, and that is reported.</returns>
    public static StepResultModel? Parse(ITypeSymbol result, Location location, KnownTypes known, Action<Diagnostic>? report, CancellationToken cancellationToken)
    {
        var types = new TypeParser(known, "step", report, cancellationToken);
        var type = types.Parse(result, new Place(Place.Result, location, known.Compilation));
        return type is null || types.Failed ? null : new StepResultModel(type, types.Codecs.ToEquatable(), Names.Home(known.Compilation.AssemblyName));
    }
}
