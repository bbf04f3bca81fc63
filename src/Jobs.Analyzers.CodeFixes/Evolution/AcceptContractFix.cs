using System.Collections.Immutable;
using System.Composition;
using Jobs.Generators.Contracts;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Jobs.Analyzers.Evolution;

/// <summary>Writes what jobs look like now into <c>jobs.contracts.txt</c>: of all jobs where there is no file, else of those that are new or differ.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class AcceptContractFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rule.NoContractFile.Id, Rule.ContractIsNotAccepted.Id];

    public override FixAllProvider GetFixAllProvider() => All.Instance;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            var types = new[] { diagnostic.Location };
            context.RegisterCodeFix(
                CodeAction.Create(TitleOf(diagnostic.Id), cancellation => ContractEditor.WriteAsync(context.Document.Project, types, cancellation), equivalenceKey: diagnostic.Id),
                diagnostic);
        }

        return Task.CompletedTask;
    }

    private static string TitleOf(string id) => id == Rule.NoContractFile.Id ? $"Write {ContractFile.FileName}" : $"Accept it into {ContractFile.FileName}";

    /// <summary>One file takes all of a project: its edits cannot be merged document by document.</summary>
    private sealed class All : FixAllProvider
    {
        public static readonly All Instance = new();

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
                foreach (var project in context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project])
                {
                    found.Add((project, await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false)));
                }
            }

            return CodeAction.Create(TitleOf(context.CodeActionEquivalenceKey ?? ""), async cancellation =>
            {
                var solution = context.Solution;
                foreach (var (project, diagnostics) in found.Where(static f => !f.Diagnostics.IsEmpty))
                {
                    solution = await ContractEditor.WriteAsync(solution.GetProject(project.Id)!, diagnostics.Select(static d => d.Location), cancellation).ConfigureAwait(false);
                }

                return solution;
            }, context.CodeActionEquivalenceKey);
        }
    }
}
