using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Tests;

/// <summary>Applies a rule's fix as an editor does and compares the text.</summary>
internal static class VerifyFix
{
    /// <param name="rule">Whose fix it is; it must speak exactly once.</param>
    /// <param name="title">What the editor offers.</param>
    /// <param name="before">With the mistake.</param>
    /// <param name="after">What is left has nothing to say.</param>
    /// <param name="contracts">The <c>jobs.contracts.txt</c> beside both; null: none.</param>
    public static async Task OfAsync(DiagnosticDescriptor rule, string title, string before, string after, string? contracts = null)
    {
        var (project, found) = await OpenAsync(rule, [before], contracts);
        var diagnostic = Assert.Single(found);
        var action = Assert.Single(await ActionsAsync(rule, project, diagnostic), a => a.Title == title);
        Assert.Equal(after, Assert.Single(await ApplyAsync(action, project)), ignoreLineEndingDifferences: true);
        Assert.DoesNotContain(await Library.AnalyzeAsync(Sources.Compile(after).WithGenerated(contracts), rule, contracts), d => d.Severity == DiagnosticSeverity.Error || contracts is null);
    }

    /// <summary>Applies a fix that changes <c>jobs.contracts.txt</c>: to one report, or to all.</summary>
    /// <returns>The file's text then.</returns>
    public static async Task<string> ContractsAsync(DiagnosticDescriptor rule, string? contracts, bool all, params string[] files)
    {
        var (project, found) = await OpenAsync(rule, files, contracts);
        var fix = Assert.Single(Library.FixesOf(rule));
        var action = all
            ? (await fix.GetFixAllProvider()!.GetFixAsync(new FixAllContext(
                project.GetDocument(found[0].Location.SourceTree)!, fix, FixAllScope.Project, rule.Id, [rule.Id], new Known(found), TestContext.Current.CancellationToken)))!
            : Assert.Single(await ActionsAsync(rule, project, found[0]));
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution.GetProject(project.Id)!;
        return (await Assert.Single(changed.AdditionalDocuments).GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }

    /// <summary>Applies the fix to one report after another until the rule has nothing to say.</summary>
    /// <returns>The text of the file then.</returns>
    public static async Task<string> AllInTurnAsync(DiagnosticDescriptor rule, string title, string before, string[] others, string? contracts = null)
    {
        var text = before;
        for (var rounds = 0; rounds < 50; rounds++)
        {
            var (project, found) = await OpenAsync(rule, [text, .. others], contracts);
            if (found.IsEmpty)
            {
                return text;
            }

            var action = Assert.Single(await ActionsAsync(rule, project, found[0]), a => a.Title == title);
            text = (await ApplyAsync(action, project))[0];
        }

        throw new InvalidOperationException($"Fixed 50 times, {rule.Id} still has something to say:\n{text}");
    }

    /// <summary>Applies "fix all"; <paramref name="fix"/> is named for a rule with several.</summary>
    public static async Task OfAllAsync(DiagnosticDescriptor rule, string[] before, string[] after, CodeFixProvider? fix = null)
    {
        var (project, found) = await OpenAsync(rule, before);
        Assert.NotEmpty(found);
        var document = project.GetDocument(found[0].Location.SourceTree)!;
        fix ??= Assert.Single(Library.FixesOf(rule));
        var action = await fix.GetFixAllProvider()!.GetFixAsync(new FixAllContext(
            document, fix, FixAllScope.Project, rule.Id, [rule.Id], new Known(found), TestContext.Current.CancellationToken));
        Assert.Equal(after, (await ApplyAsync(action!, project)).Select(static t => t.ReplaceLineEndings("\n")));
        Assert.Empty(await Library.AnalyzeAsync(Sources.Compile(after).WithGenerated(), rule));
    }

    /// <summary>Does what dotnet format does: each fix of the rule, in the whole solution.</summary>
    /// <param name="rule">Whose fixes they are.</param>
    /// <param name="accepts">Whether the project says <c>JobsAcceptContracts</c>.</param>
    /// <param name="contracts">The <c>jobs.contracts.txt</c>.</param>
    /// <param name="file">With the mistake.</param>
    /// <returns>The texts of the files and of the <c>jobs.contracts.txt</c> after it.</returns>
    public static async Task<List<string>> InSolutionAsync(DiagnosticDescriptor rule, bool accepts, string contracts, string file)
    {
        var (project, found) = await OpenAsync(rule, [file], contracts);
        Assert.NotEmpty(found);
        if (accepts)
        {
            project = project.AddAnalyzerConfigDocument(".globalconfig", Microsoft.CodeAnalysis.Text.SourceText.From("is_global = true\nbuild_property.JobsAcceptContracts = true\n"), filePath: "/.globalconfig").Project;
        }

        foreach (var fix in Library.FixesOf(rule))
        {
            if (fix.GetFixAllProvider() is { } provider && provider.GetSupportedFixAllScopes().Contains(FixAllScope.Solution)
                && await provider.GetFixAsync(new FixAllContext(
                    project.GetDocument(found[0].Location.SourceTree)!, fix, FixAllScope.Solution, rule.Id, [rule.Id], new Known(found), TestContext.Current.CancellationToken)) is { } action)
            {
                var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
                project = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution.GetProject(project.Id)!;
            }
        }

        var texts = new List<string>();
        foreach (var document in project.Documents.Concat(project.AdditionalDocuments))
        {
            texts.Add((await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        }

        return texts;
    }

    public static async Task IsNotOfferedAsync(DiagnosticDescriptor rule, string before)
    {
        var (project, found) = await OpenAsync(rule, [before]);
        Assert.Empty(await ActionsAsync(rule, project, Assert.Single(found)));
    }

    private static async Task<(Project Project, ImmutableArray<Diagnostic> Found)> OpenAsync(DiagnosticDescriptor rule, string[] files, string? contracts = null)
    {
        var project = new AdhocWorkspace().AddProject("Shop", LanguageNames.CSharp)
            .WithMetadataReferences(Sources.References)
            .AddAnalyzerReference(new Generator())
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Preview))
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .AddDocument("Usings.cs", Sources.Usings, filePath: "Usings.cs").Project;
        for (var i = 0; i < files.Length; i++)
        {
            project = project.AddDocument($"File{i}.cs", files[i], filePath: $"File{i}.cs").Project;
        }

        if (contracts is not null)
        {
            project = project.AddAdditionalDocument(Generators.Contracts.ContractFile.FileName, contracts, filePath: Generators.Contracts.ContractFile.FileName).Project;
        }

        var compilation = await project.GetCompilationAsync(TestContext.Current.CancellationToken);
        var found = (await Library.AnalyzeAsync(compilation!, rule, contracts)).Where(d => d.Id == rule.Id).ToImmutableArray();
        return (project, found);
    }

    private static async Task<List<CodeAction>> ActionsAsync(DiagnosticDescriptor rule, Project project, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        foreach (var fix in Library.FixesOf(rule))
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(
                project.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        }

        return actions;
    }

    /// <returns>The texts of the files after it.</returns>
    private static async Task<List<string>> ApplyAsync(CodeAction action, Project project)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution.GetProject(project.Id)!;
        var texts = new List<string>();
        foreach (var document in changed.Documents.Skip(1))
        {
            texts.Add((await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        }

        return texts;
    }

    /// <summary>So that the project has what the generator writes.</summary>
    private sealed class Generator : AnalyzerReference
    {
        private readonly ImmutableArray<ISourceGenerator> generators = [new Generators.JobGenerator().AsSourceGenerator()]; // a workspace knows them by identity

        public override string? FullPath => null;

        public override object Id => nameof(Generators.JobGenerator);

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

        public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => generators;
    }

    private sealed class Known(ImmutableArray<Diagnostic> all) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(all);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(all.Where(d => d.Location.SourceTree?.FilePath == document.FilePath));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
