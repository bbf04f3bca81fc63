using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Budget;

/// <summary>Lets the cancellation of the handler's token out.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class CancellationSwallowedFix() : NodeFix(Rule.CancellationSwallowed)
{
    protected override string TitleOf(Diagnostic diagnostic) => $"Catch it only while '{diagnostic.Properties[CancellationSwallowed.Token]}' is not cancelled";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) => marked.AncestorsAndSelf().OfType<CatchClauseSyntax>().Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var handler = (CatchClauseSyntax)node;
        var declaration = handler.Declaration!;
        var filter = SyntaxFactory.CatchFilterClause(
            SyntaxFactory.Token(SyntaxKind.WhenKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.OpenParenToken),
            SyntaxFactory.ParseExpression($"!{diagnostic.Properties[CancellationSwallowed.Token]}.IsCancellationRequested"),
            SyntaxFactory.Token(SyntaxKind.CloseParenToken).WithTrailingTrivia(declaration.GetTrailingTrivia()));
        return handler.WithDeclaration(declaration.WithTrailingTrivia(SyntaxFactory.Space)).WithFilter(filter);
    }
}
