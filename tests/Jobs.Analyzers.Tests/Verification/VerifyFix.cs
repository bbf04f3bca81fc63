using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Analyzers.Tests;

/// <summary>Applies a rule's fix as an editor does and compares the text.</summary>
internal static class VerifyFix
{
    /// <param name="rule">Whose fix it is; it must speak exactly once.</param>
    /// <param name="title">What the editor offers.</param>
    /// <param name="before">With the mistake.</param>
    /// <param name="after">What is left has nothing to say.</param>
    public static async Task OfAsync(DiagnosticDescriptor rule, string title, string before, string after)
    {
        var (project, found) = await OpenAsync(rule, [before]);
        var diagnostic = Assert.Single(found);
        var action = Assert.Single(await ActionsAsync(rule, project, diagnostic));
        Assert.Equal(title, action.Title);
        Assert.Equal(after, Assert.Single(await ApplyAsync(action, project)), ignoreLineEndingDifferences: true);
        Assert.Empty(await Library.AnalyzeAsync(Sources.Compile(after)));
    }

    public static async Task OfAllAsync(DiagnosticDescriptor rule, string[] before, string[] after)
    {
        var (project, found) = await OpenAsync(rule, before);
        var document = project.GetDocument(found[0].Location.SourceTree)!;
        var fix = Library.FixOf(rule);
        var action = await fix.GetFixAllProvider()!.GetFixAsync(new FixAllContext(
            document, fix, FixAllScope.Project, rule.Id, [rule.Id], new Known(found), TestContext.Current.CancellationToken));
        Assert.Equal(after, (await ApplyAsync(action!, project)).Select(static t => t.ReplaceLineEndings("\n")));
        Assert.Empty(await Library.AnalyzeAsync(Sources.Compile(after)));
    }

    public static async Task IsNotOfferedAsync(DiagnosticDescriptor rule, string before)
    {
        var (project, found) = await OpenAsync(rule, [before]);
        Assert.Empty(await ActionsAsync(rule, project, Assert.Single(found)));
    }

    private static async Task<(Project Project, ImmutableArray<Diagnostic> Found)> OpenAsync(DiagnosticDescriptor rule, string[] files)
    {
        var project = new AdhocWorkspace().AddProject("Shop", LanguageNames.CSharp)
            .WithMetadataReferences(Sources.References)
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Preview))
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .AddDocument("Usings.cs", Sources.Usings, filePath: "Usings.cs").Project;
        for (var i = 0; i < files.Length; i++)
        {
            project = project.AddDocument($"File{i}.cs", files[i], filePath: $"File{i}.cs").Project;
        }

        var compilation = await project.GetCompilationAsync(TestContext.Current.CancellationToken);
        var found = (await Library.AnalyzeAsync(compilation!)).Where(d => d.Id == rule.Id).ToImmutableArray();
        Assert.NotEmpty(found);
        return (project, found);
    }

    private static async Task<List<CodeAction>> ActionsAsync(DiagnosticDescriptor rule, Project project, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await Library.FixOf(rule).RegisterCodeFixesAsync(new CodeFixContext(
            project.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
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
