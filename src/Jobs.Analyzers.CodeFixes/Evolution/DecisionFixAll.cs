using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Jobs.Analyzers.Evolution;

/// <summary>Applies a fix that is somebody's decision to many places: where a person asks for a document or a project, and in a whole solution,
/// as <c>dotnet format</c> does it, only where the property <c>JobsAcceptContracts</c> says so. Plain <c>dotnet format</c> decides nothing.</summary>
internal sealed class DecisionFixAll(Func<string?, string> titleOf, Func<Project, ImmutableArray<Diagnostic>, CancellationToken, Task<Solution>> fix) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var found = new List<(Project Project, ImmutableArray<Diagnostic> Diagnostics)>();
        if (context.Scope == FixAllScope.Document && context.Document is { } document)
        {
            found.Add((context.Project, await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)));
        }
        else
        {
            foreach (var project in context.Scope == FixAllScope.Solution ? context.Solution.Projects.Where(IsAllowed) : [context.Project])
            {
                found.Add((project, await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false)));
            }
        }

        found.RemoveAll(static f => f.Diagnostics.IsEmpty);
        return found.Count == 0 ? null : CodeAction.Create(titleOf(context.CodeActionEquivalenceKey), async cancellation =>
        {
            var solution = context.Solution;
            foreach (var (project, diagnostics) in found)
            {
                solution = await fix(solution.GetProject(project.Id)!, diagnostics, cancellation).ConfigureAwait(false);
            }

            return solution;
        }, context.CodeActionEquivalenceKey);
    }

    private static bool IsAllowed(Project project) =>
        project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.JobsAcceptContracts", out var value)
        && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
