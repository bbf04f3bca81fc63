using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace Jobs.Analyzers.Evolution;

/// <summary>Stores a renamed member under its earlier name: <c>[Key("Subject")]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class KeepStoredNameFix() : NodeFix(Rule.StoredMemberIsGone)
{
    public override bool IsGuess => true;

    protected override string TitleOf(Diagnostic diagnostic) => $"Store '{diagnostic.Properties[ContractReport.Is]}' as '{diagnostic.Properties[ContractReport.Was]}', as before";

    /// <summary>The member that seems to be the one that is gone; where there is none, the payload is underlined.</summary>
    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) =>
        marked.AncestorsAndSelf().TakeWhile(static n => n is not TypeDeclarationSyntax).Where(static n => n is ParameterSyntax or PropertyDeclarationSyntax).Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor) => node is ParameterSyntax parameter
        ? WithKey(parameter, diagnostic.Properties[ContractReport.Was]!)
        : editor.Generator.AddAttributes(node, Key(diagnostic.Properties[ContractReport.Was]!));

    private static SyntaxNode WithKey(ParameterSyntax parameter, string was)
    {
        var key = SyntaxFactory.AttributeList(
            SyntaxFactory.AttributeTargetSpecifier(SyntaxFactory.Token(SyntaxKind.PropertyKeyword)).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.SingletonSeparatedList(Key(was)));
        var bare = parameter.WithLeadingTrivia();
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, key.WithTrailingTrivia(SyntaxFactory.Space))).WithLeadingTrivia(parameter.GetLeadingTrivia());
    }

    private static AttributeSyntax Key(string was) => SyntaxFactory.Attribute(
        SyntaxFactory.ParseName("MessagePack.Key").WithAdditionalAnnotations(Simplifier.Annotation),
        SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(
            SyntaxFactory.AttributeArgument(SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(was))))));
}
