using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Generators.Parsing;

/// <summary>The text that computes a property or method, and the names in it that can be members of the object.</summary>
internal sealed class Getter(ISymbol member, CancellationToken cancellationToken)
{
    private readonly List<SyntaxNode> bodies = member.DeclaringSyntaxReferences.SelectMany(r => Bodies(r.GetSyntax(cancellationToken))).ToList();

    public bool HasBody => bodies.Count > 0;

    public bool Contains(SyntaxNode node) => bodies.Exists(b => b.Contains(node));

    public IEnumerable<string> Names()
    {
        foreach (var body in bodies)
        {
            var locals = new HashSet<string>(body.DescendantNodes().Select(static n => n switch
            {
                VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
                SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
                ParameterSyntax parameter => parameter.Identifier.ValueText,
                ForEachStatementSyntax loop => loop.Identifier.ValueText,
                LocalFunctionStatementSyntax function => function.Identifier.ValueText,
                _ => "",
            }).Concat((member as IMethodSymbol)?.Parameters.Select(static p => p.Name) ?? []), StringComparer.Ordinal);
            foreach (var name in body.DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
            {
                var isOfThis = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } access && access.Name == name;
                if (isOfThis || (IsSimple(name) && !locals.Contains(name.Identifier.ValueText)))
                {
                    yield return name.Identifier.ValueText;
                }
            }
        }
    }

    private static bool IsSimple(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax or ExpressionColonSyntax => false,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left != name,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } => false,
        _ => true,
    };

    private static IEnumerable<SyntaxNode> Bodies(SyntaxNode declaration)
    {
        var body = declaration switch
        {
            PropertyDeclarationSyntax { ExpressionBody: { } arrow } => arrow.Expression,
            PropertyDeclarationSyntax { AccessorList: { } accessors } => accessors.Accessors.Where(static a => a.IsKind(SyntaxKind.GetAccessorDeclaration)).Select(static a => (SyntaxNode?)a.Body ?? a.ExpressionBody?.Expression).FirstOrDefault(),
            BaseMethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
            _ => null,
        };
        return body is null ? [] : [body];
    }
}
