using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Budget;

/// <summary>Awaits the task instead.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class BlockingWaitFix() : NodeFix(Rule.BlockingWait)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Await it";

    protected override bool IsOffered(Diagnostic diagnostic) => diagnostic.Properties.ContainsKey(BlockingWait.CanAwait);

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) =>
        marked.AncestorsAndSelf().Where(static n => n is InvocationExpressionSyntax or MemberAccessExpressionSyntax).Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor) =>
        Awaits.Of(TaskOf((ExpressionSyntax)node), (ExpressionSyntax)node);

    /// <summary>Without <c>.Result</c>, <c>.Wait()</c> or <c>.GetAwaiter().GetResult()</c>; a <c>ConfigureAwait</c> stays.</summary>
    private static ExpressionSyntax TaskOf(ExpressionSyntax blocking) => blocking switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" or "Wait" or "GetAwaiter" } access => access.Expression,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult" } access => TaskOf(access.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => TaskOf(access),
        _ => blocking,
    };
}
