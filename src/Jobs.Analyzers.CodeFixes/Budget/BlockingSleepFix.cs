using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Budget;

/// <summary>Awaits <c>Task.Delay</c> with the token instead.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class BlockingSleepFix() : NodeFix(Rule.BlockingSleep)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Await Task.Delay";

    protected override bool IsOffered(Diagnostic diagnostic) => diagnostic.Properties.ContainsKey(BlockingSleep.Token);

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) => marked.AncestorsAndSelf().OfType<InvocationExpressionSyntax>().Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var sleep = (InvocationExpressionSyntax)node;
        var token = diagnostic.Properties[BlockingSleep.Token];
        var time = sleep.ArgumentList.Arguments[0].Expression.ToString();
        var delay = SyntaxFactory.ParseExpression(token is { Length: > 0 }
            ? $"System.Threading.Tasks.Task.Delay({time}, {token})"
            : $"System.Threading.Tasks.Task.Delay({time})");
        var access = ((InvocationExpressionSyntax)delay).Expression;
        return Awaits.Of(delay.ReplaceNode(access, access.WithAdditionalAnnotations(Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation)), sleep);
    }
}
