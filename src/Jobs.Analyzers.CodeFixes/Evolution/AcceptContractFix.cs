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

    /// <summary>One file takes all of a project: its edits cannot be merged document by document.</summary>
    public override FixAllProvider GetFixAllProvider() => new DecisionFixAll(
        static key => TitleOf(key ?? ""),
        static (project, diagnostics, cancellation) => ContractEditor.WriteAsync(project, diagnostics.Select(static d => d.Location), cancellation));

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
}
