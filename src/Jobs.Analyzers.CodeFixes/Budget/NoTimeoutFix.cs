using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Budget;

/// <summary>Gives an attempt five minutes: a number to think about, where there was none.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class NoTimeoutFix() : NodeFix(Rule.NoTimeout)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Set TimeoutSeconds = 300";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) => marked.AncestorsAndSelf().OfType<AttributeSyntax>().Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var attribute = (AttributeSyntax)node;
        var argument = SyntaxFactory.ParseAttributeArgumentList("(TimeoutSeconds = 300)")!.Arguments[0].WithLeadingTrivia(SyntaxFactory.Space);
        return attribute.WithArgumentList((attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList()).AddArguments(argument));
    }
}
