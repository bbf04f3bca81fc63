using System.Collections.Immutable;
using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Jobs.Analyzers.Evolution;

/// <summary>Makes a change that stored jobs do not survive the next version, with an <c>Upgrade</c> that takes over what it can: where it leaves
/// something open, the compiler asks for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class NextVersionFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        Rule.StoredMemberIsGone.Id,
        Rule.StoredMemberIsRetyped.Id,
        Rule.MemberIsNewlyRequired.Id,
        Rule.ResultHasChanged.Id,
        Rule.StoredValueHasChanged.Id,
    ];

    public override FixAllProvider GetFixAllProvider() => new DecisionFixAll(static _ => "Make each the next version, with an Upgrade", FixAllAsync);

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await VersionEdit.OfAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } edit)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Make it version {edit.Next}, with an Upgrade", cancellation => FixAsync(context.Document, [diagnostic], cancellation), equivalenceKey: nameof(NextVersionFix)),
                    diagnostic);
            }
        }
    }

    private static async Task<Solution> FixAllAsync(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var places = diagnostics.GroupBy(d => project.GetDocument(d.Location.SourceTree)?.Id).Where(static g => g.Key is not null).ToList();
        foreach (var place in places)
        {
            project = (await FixAsync(project.GetDocument(place.Key!)!, [.. place], cancellationToken).ConfigureAwait(false)).Project;
        }

        return project.Solution;
    }

    private static async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var done = new HashSet<TextSpan>();
        var changes = new List<TextChange>();
        foreach (var diagnostic in diagnostics)
        {
            if (await VersionEdit.OfAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is { } edit && done.Add(edit.Payload))
            {
                changes.AddRange(edit.Changes(text));
            }
        }

        return document.WithText(text.WithChanges(changes.OrderBy(static c => c.Span)));
    }
}
