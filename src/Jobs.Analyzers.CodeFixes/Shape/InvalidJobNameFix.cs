using System.Composition;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Shape;

/// <summary>Names the job after its type.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class InvalidJobNameFix() : NodeFix(Rule.InvalidJobName)
{
    protected override string TitleOf(Diagnostic diagnostic) => $"Name it '{NameOf(diagnostic)}'";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) => marked.AncestorsAndSelf().OfType<AttributeSyntax>().Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var attribute = (AttributeSyntax)node;
        var name = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(NameOf(diagnostic)));
        var arguments = attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        var written = arguments.Arguments.FirstOrDefault(static a => a.NameEquals is null);
        return attribute.WithArgumentList(arguments.WithArguments(written is null
            ? arguments.Arguments.Insert(0, SyntaxFactory.AttributeArgument(name))
            : arguments.Arguments.Replace(written, written.WithExpression(name.WithTriviaFrom(written.Expression)))));
    }

    private static string NameOf(Diagnostic diagnostic) => diagnostic.Properties[SettingsParser.SuggestedName]!;
}
