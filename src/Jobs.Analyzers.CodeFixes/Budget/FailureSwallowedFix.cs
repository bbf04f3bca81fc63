using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Budget;

/// <summary>Rethrows at the end of the <c>catch</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class FailureSwallowedFix() : NodeFix(Rule.FailureSwallowed)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Rethrow";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) => marked.AncestorsAndSelf().OfType<CatchClauseSyntax>().Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var handler = (CatchClauseSyntax)node;
        var statements = handler.Block.Statements;
        var leaves = statements.LastOrDefault() is ReturnStatementSyntax ? statements.RemoveAt(statements.Count - 1) : statements;
        var rethrow = SyntaxFactory.ThrowStatement().WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation);
        return handler.WithBlock(handler.Block.WithStatements(leaves.Add(rethrow)));
    }
}
