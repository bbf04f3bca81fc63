using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Generators.Parsing;

/// <summary>The constructors that run when an object is read back: the chosen one and those it calls, with arguments, up through its bases.</summary>
internal sealed class RunConstructors
{
    private readonly List<IMethodSymbol> constructors = [];
    private readonly Construction construction;
    private readonly CancellationToken cancellationToken;

    private RunConstructors(Construction construction, CancellationToken cancellationToken) => (this.construction, this.cancellationToken) = (construction, cancellationToken);

    public static RunConstructors Of(Construction construction, CancellationToken cancellationToken)
    {
        var run = new RunConstructors(construction, cancellationToken);
        for (var at = construction.Constructor; at is not null && !run.Has(at); at = run.CalledBy(at))
        {
            run.constructors.Add(at.OriginalDefinition);
        }

        return run;
    }

    public bool Has(ISymbol constructor) => constructors.Contains(constructor.OriginalDefinition, SymbolEqualityComparer.Default);

    /// <summary>The assignment is in one of them, and uses what that one takes.</summary>
    public bool Assigns(Assignment assignment) => assignment.Value is { } value && assignment.Constructor is { } declaration
        && constructors.Exists(c => SyntaxOf(c) == declaration && Mentions(value, c));

    /// <summary>An initializer of the type uses what its primary constructor takes.</summary>
    public bool Uses(ExpressionSyntax initializer, INamedTypeSymbol type) => PrimaryOf(type) is { } primary && Has(primary) && Mentions(initializer, primary);

    /// <summary>The constructor whose parameters follow the type's name.</summary>
    public static IMethodSymbol? PrimaryOf(INamedTypeSymbol type) =>
        type.InstanceConstructors.FirstOrDefault(static c => c.DeclaringSyntaxReferences is [var source, ..] && source.GetSyntax() is TypeDeclarationSyntax);

    /// <summary>It uses what the constructor takes, and nothing of it that reading leaves to its default.</summary>
    private bool Mentions(ExpressionSyntax value, IMethodSymbol constructor)
    {
        var names = new HashSet<string>(value.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(static n => n.Identifier.ValueText), StringComparer.Ordinal);
        var used = constructor.Parameters.Where(p => names.Contains(p.Name)).ToList();
        return used.Count > 0 && used.TrueForAll(IsPassed);
    }

    /// <summary>Reading passes a stored member for it.</summary>
    public bool IsPassed(IParameterSymbol parameter) =>
        !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol.OriginalDefinition, construction.Constructor.OriginalDefinition)
        || construction.Arguments.Values.Any(p => p.Name == parameter.Name);

    private SyntaxNode? SyntaxOf(IMethodSymbol constructor) => constructor.DeclaringSyntaxReferences is [var source, ..] ? source.GetSyntax(cancellationToken) : null;

    private IMethodSymbol? CalledBy(IMethodSymbol constructor)
    {
        var arguments = SyntaxOf(constructor) switch
        {
            ConstructorDeclarationSyntax declaration => declaration.Initializer?.ArgumentList,
            TypeDeclarationSyntax declaration => declaration.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault()?.ArgumentList,
            _ => null,
        };
        var isThis = SyntaxOf(constructor) is ConstructorDeclarationSyntax { Initializer.ThisOrBaseKeyword.ValueText: "this" };
        var count = arguments?.Arguments.Count ?? 0;
        return (isThis ? constructor.ContainingType : constructor.ContainingType.BaseType)?.InstanceConstructors
            .Where(c => c.Parameters.Length >= count && c.Parameters.Count(static p => !p.IsOptional && !p.IsParams) <= count && !SymbolEqualityComparer.Default.Equals(c, constructor))
            .OrderBy(static c => c.Parameters.Length).FirstOrDefault();
    }
}
