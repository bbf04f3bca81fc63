using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Budget;

/// <summary>Passes the token on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class TokenNotPassedFix() : NodeFix(Rule.TokenNotPassed)
{
    protected override string TitleOf(Diagnostic diagnostic) => $"Pass '{diagnostic.Properties[TokenNotPassed.Argument]}'";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) => marked.AncestorsAndSelf().OfType<InvocationExpressionSyntax>().Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var call = (InvocationExpressionSyntax)node;
        var argument = SyntaxFactory.ParseArgumentList($"({diagnostic.Properties[TokenNotPassed.Argument]})").Arguments[0];
        var separator = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        var arguments = call.ArgumentList.Arguments;
        return call.WithArgumentList(call.ArgumentList.WithArguments(arguments.Count == 0
            ? SyntaxFactory.SingletonSeparatedList(argument)
            : SyntaxFactory.SeparatedList(arguments.Append(argument), arguments.GetSeparators().Append(separator))));
    }
}
