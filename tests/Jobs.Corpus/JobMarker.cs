using Jobs.Analyzers.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Corpus;

/// <summary>Makes jobs of ordinary messages: marks them <c>[Job]</c> and partial, where they stand.</summary>
internal sealed class JobMarker(string names) : CSharpSyntaxRewriter
{
    private static readonly AttributeSyntax Job = SyntaxFactory.ParseCompilationUnit("[global::Jobs.Job(\"n\", TimeoutSeconds = 10)]class C;")
        .DescendantNodes().OfType<AttributeSyntax>().First();

    private int number;

    public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node) => Mark(node);

    public override SyntaxNode? VisitRecordDeclaration(RecordDeclarationSyntax node) => Mark(node);

    private SyntaxNode Mark(TypeDeclarationSyntax type)
    {
        var isPlain = type.Parent is BaseNamespaceDeclarationSyntax && type.TypeParameterList is null && ClassNames.Match(names, type.Identifier.ValueText)
            && !type.Modifiers.Any(static m => m.Kind() is SyntaxKind.AbstractKeyword or SyntaxKind.StaticKeyword or SyntaxKind.PartialKeyword);
        if (!isPlain)
        {
            return type;
        }

        // On the same line, so that what is reported stands where it stood.
        var name = SyntaxFactory.AttributeArgument(SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal($"corpus-{number++}")));
        var job = Job.WithArgumentList(Job.ArgumentList!.WithArguments(Job.ArgumentList.Arguments.Replace(Job.ArgumentList.Arguments[0], name)));
        var trivia = type.GetLeadingTrivia();
        var partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        type = type.WithLeadingTrivia();
        type = type.WithModifiers(type.Modifiers.Count > 0 ? type.Modifiers.Add(partial) : SyntaxFactory.TokenList(partial));
        return type.WithAttributeLists(type.AttributeLists.Add(SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(job))
            .WithTrailingTrivia(SyntaxFactory.Space))).WithLeadingTrivia(trivia);
    }
}
