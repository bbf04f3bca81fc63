using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Generators.Parsing;

/// <summary>One place in a type's text that gives a field, property or parameter a value.</summary>
/// <param name="Value">What is assigned; null: it is counted up, or passed by reference.</param>
/// <param name="Constructor">The constructor it is in.</param>
/// <param name="Accessor">The property whose <c>set</c> or <c>init</c> it is in.</param>
internal sealed record Assignment(SyntaxNode Node, ExpressionSyntax? Value, ConstructorDeclarationSyntax? Constructor, string? Accessor);

/// <summary>Finds the assignments of a name in all parts of its type, by text: two members of one name in two types are taken for one.</summary>
internal sealed class Assignments(CancellationToken cancellationToken)
{
    private readonly Dictionary<INamedTypeSymbol, ILookup<string, Assignment>> byType = new(SymbolEqualityComparer.Default);

    public List<Assignment> Of(ISymbol slot)
    {
        var type = slot.ContainingType.OriginalDefinition;
        if (!byType.TryGetValue(type, out var found))
        {
            found = type.DeclaringSyntaxReferences.SelectMany(r => In(r.GetSyntax(cancellationToken))).ToLookup(static a => a.Name, static a => a.At, StringComparer.Ordinal);
            byType.Add(type, found);
        }

        return found[slot.Name].ToList();
    }

    private static IEnumerable<(string Name, Assignment At)> In(SyntaxNode type)
    {
        foreach (var node in type.DescendantNodes())
        {
            var (targets, value) = node switch
            {
                AssignmentExpressionSyntax assignment => (Targets(assignment.Left), assignment.Right),
                PrefixUnaryExpressionSyntax unary when unary.IsKind(SyntaxKind.PreIncrementExpression) || unary.IsKind(SyntaxKind.PreDecrementExpression) => (Targets(unary.Operand), null),
                PostfixUnaryExpressionSyntax unary when unary.IsKind(SyntaxKind.PostIncrementExpression) || unary.IsKind(SyntaxKind.PostDecrementExpression) => (Targets(unary.Operand), null),
                ArgumentSyntax argument when !argument.RefKindKeyword.IsKind(SyntaxKind.None) && !argument.RefKindKeyword.IsKind(SyntaxKind.InKeyword) => (Targets(argument.Expression), null),
                _ => ((IEnumerable<string>)[], (ExpressionSyntax?)null),
            };
            foreach (var name in targets)
            {
                var accessor = node.FirstAncestorOrSelf<AccessorDeclarationSyntax>();
                yield return (name, new Assignment(
                    node, value, node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>(),
                    accessor is not null && !accessor.IsKind(SyntaxKind.GetAccessorDeclaration) ? accessor.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.Identifier.ValueText : null));
            }
        }
    }

    private static IEnumerable<string> Targets(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => [name.Identifier.ValueText],
        MemberAccessExpressionSyntax access => [access.Name.Identifier.ValueText],
        TupleExpressionSyntax tuple => tuple.Arguments.SelectMany(static a => Targets(a.Expression)),
        ParenthesizedExpressionSyntax inner => Targets(inner.Expression),
        ElementAccessExpressionSyntax element => Targets(element.Expression), // what an array holds
        _ => [],
    };
}
