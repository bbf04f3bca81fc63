using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers;

/// <summary>A fix that changes nodes of one document where they stand. One place and "fix all" go the same way: a node that several
/// diagnostics ask to change is changed once. A fix that guesses is offered one by one only: <c>dotnet format</c> would apply it unseen.</summary>
internal abstract class NodeFix(params DiagnosticDescriptor[] rules) : CodeFixProvider
{
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. rules.Select(static r => r.Id)];

    public sealed override FixAllProvider? GetFixAllProvider() => IsGuess ? null : FixAllProvider.Create(
        async (context, document, diagnostics) => await FixAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root is not null && IsOffered(diagnostic) && NodesToChange(NodeOf(diagnostic, root)).Any())
            {
                context.RegisterCodeFix(
                    CodeAction.Create(TitleOf(diagnostic), cancellation => FixAsync(context.Document, [diagnostic], cancellation), equivalenceKey: GetType().Name),
                    diagnostic);
            }
        }
    }

    /// <summary>Gets whether only the author can say that the change is right.</summary>
    public virtual bool IsGuess => false;

    /// <summary>Whether the place allows the change, as the analyzer has said in the diagnostic's properties.</summary>
    protected virtual bool IsOffered(Diagnostic diagnostic) => true;

    protected abstract string TitleOf(Diagnostic diagnostic);

    /// <param name="marked">The innermost node with the underlined text.</param>
    /// <returns>Empty: no fix is offered.</returns>
    protected abstract IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked);

    /// <param name="node">One of <see cref="NodesToChange"/>; what is inside may have been changed already.</param>
    protected abstract SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor);

    private async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        var changed = new HashSet<SyntaxNode>();
        foreach (var diagnostic in diagnostics.Where(IsOffered))
        {
            foreach (var node in NodesToChange(NodeOf(diagnostic, editor.OriginalRoot)).Where(changed.Add))
            {
                editor.ReplaceNode(node, (current, _) => Change(current, diagnostic, editor));
            }
        }

        return editor.GetChangedDocument();
    }

    private static SyntaxNode NodeOf(Diagnostic diagnostic, SyntaxNode root) => root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
}
