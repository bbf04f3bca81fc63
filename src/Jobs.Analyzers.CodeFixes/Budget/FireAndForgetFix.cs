using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Budget;

/// <summary>Awaits it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class FireAndForgetFix() : NodeFix(Rule.FireAndForget)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Await it";

    protected override bool IsOffered(Diagnostic diagnostic) => diagnostic.Properties.ContainsKey(FireAndForget.CanAwait);

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) =>
        marked.AncestorsAndSelf().OfType<ExpressionStatementSyntax>().Select(static s => s.Expression).Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor) =>
        Awaits.Of(node is AssignmentExpressionSyntax discard ? discard.Right : (ExpressionSyntax)node, (ExpressionSyntax)node);
}
