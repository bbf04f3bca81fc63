using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Gives a request that is in a variable the header, in the line before it is sent.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class HttpRequestWithoutKeyFix() : NodeFix(Rule.HttpRequestWithoutKey)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Pass context.IdempotencyKey as a header";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) =>
        RequestOf(marked) is not null && HandlerSyntax.ContextOf(marked) is not null && HandlerSyntax.IsInMethodItself(marked)
        && marked.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } ? [block] : [];

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var original = editor.OriginalRoot.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var sends = original.FirstAncestorOrSelf<StatementSyntax>()!;
        var block = (BlockSyntax)node;
        var at = block.Statements.IndexOf(s => s.IsEquivalentTo(sends));
        var header = SyntaxFactory.ParseStatement($"{RequestOf(original)}.Headers.Add(\"Idempotency-Key\", {HandlerSyntax.ContextOf(original)}.IdempotencyKey);\n");
        return at < 0 ? block : block.WithStatements(block.Statements.Insert(at, header.WithLeadingTrivia(sends.GetLeadingTrivia())));
    }

    private static string? RequestOf(SyntaxNode marked) => marked is InvocationExpressionSyntax
    {
        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Send" or "SendAsync" },
        ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax request }, ..],
    } ? request.Identifier.Text : null;
}
