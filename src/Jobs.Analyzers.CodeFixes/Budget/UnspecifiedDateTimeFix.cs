using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Budget;

/// <summary>Says that the time is UTC, which is what it is taken for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class UnspecifiedDateTimeFix() : NodeFix(Rule.UnspecifiedDateTime)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Say that it is UTC";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) => marked.AncestorsAndSelf().OfType<ExpressionSyntax>().Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var type = node is ObjectCreationExpressionSyntax named ? named.Type.ToString() : "DateTime"; // as it is written there: the kind stands beside it
        var value = node is ImplicitObjectCreationExpressionSyntax made ? $"new {type}{made.ArgumentList}" : node.WithoutTrivia().ToString();
        return SyntaxFactory.ParseExpression($"{type}.SpecifyKind({value}, {type}Kind.Utc)").WithTriviaFrom(node);
    }
}
