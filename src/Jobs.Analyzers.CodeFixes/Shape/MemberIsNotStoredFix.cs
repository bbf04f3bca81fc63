using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Shape;

/// <summary>Adds <c>init</c> to a property that has only <c>get</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class MemberIsNotStoredFix() : NodeFix(Rule.MemberIsNotStored)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Add 'init'";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) =>
        marked.AncestorsAndSelf().OfType<PropertyDeclarationSyntax>().Where(static p => p.AccessorList is { Accessors: [{ Body: null, ExpressionBody: null }] }).Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var property = (PropertyDeclarationSyntax)node;
        var init = SyntaxFactory.AccessorDeclaration(SyntaxKind.InitAccessorDeclaration)
            .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken))
            .WithTrailingTrivia(SyntaxFactory.Space);
        return property.WithAccessorList(property.AccessorList!.AddAccessors(init));
    }
}
