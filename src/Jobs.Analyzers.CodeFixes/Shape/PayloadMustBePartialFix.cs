using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Shape;

/// <summary>Declares the type and all types around it <c>partial</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class PayloadMustBePartialFix() : NodeFix(Rule.PayloadMustBePartial)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Declare it 'partial'";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) =>
        marked.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Where(static t => !t.Modifiers.Any(SyntaxKind.PartialKeyword));

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var type = (TypeDeclarationSyntax)node;
        var partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        return type.Modifiers.Count > 0
            ? type.AddModifiers(partial)
            : type.WithKeyword(type.Keyword.WithLeadingTrivia()).AddModifiers(partial.WithLeadingTrivia(type.Keyword.LeadingTrivia));
    }
}
