using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Puts the job's own key in the place of a new GUID.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class FreshKeyFix() : NodeFix(Rule.FreshKey)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Use context.IdempotencyKey";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) =>
        marked is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "NewGuid" or "CreateVersion7" } } call
        && HandlerSyntax.ContextOf(call) is not null && call.Parent is not InterpolationSyntax { FormatClause: not null } ? [TextOf(call)] : [];

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var original = editor.OriginalRoot.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var isText = TextOf(original) != original || original.Parent is InterpolationSyntax or BinaryExpressionSyntax;
        return HandlerSyntax.Expression(HandlerSyntax.ContextOf(original) + (isText ? ".IdempotencyKey" : ".Id.Value")).WithTriviaFrom(node);
    }

    /// <summary>With its <c>ToString</c>.</summary>
    private static SyntaxNode TextOf(SyntaxNode call) =>
        call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToString", Parent: InvocationExpressionSyntax text } ? text : call;
}
