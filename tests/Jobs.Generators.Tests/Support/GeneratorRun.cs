using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Generators.Tests.Support;

/// <summary>One run of the generator. Every run asserts that what comes out compiles without a warning, that the same input gives the same
/// text, and that an edit elsewhere makes nothing again.</summary>
internal sealed class GeneratorRun
{
    private readonly GeneratorDriver driver;
    private readonly AdditionalText[] contracts;

    private GeneratorRun(CSharpCompilation input, AdditionalText[] contracts, GeneratorDriver driver, Compilation output)
    {
        Input = input;
        this.contracts = contracts;
        this.driver = driver;
        Output = output;
    }

    public CSharpCompilation Input { get; }

    /// <summary>The input with what was generated.</summary>
    public Compilation Output { get; }

    public ImmutableArray<GeneratedSourceResult> Files => driver.GetRunResult().Results.Single().GeneratedSources;

    public IEnumerable<string> FileNames => Files.Select(static f => f.HintName);

    public static GeneratorRun Of(params string[] sources) => Of(Compilations.Of("Shop.Worker", sources));

    /// <param name="input">The sources.</param>
    /// <param name="contracts">The text of <c>jobs.contracts.txt</c>; null: there is none.</param>
    public static GeneratorRun Of(CSharpCompilation input, string? contracts = null)
    {
        var run = Start(input, ContractsFile.Of(contracts));
        run.AssertCompiles();
        run.AssertSameAgain();
        run.AssertCached();
        return run;
    }

    /// <summary>For input that is not valid: asserts what holds for any, and that what is generated all the same makes nothing worse.</summary>
    public static GeneratorRun OfInvalid(params string[] sources) => OfInvalid(Compilations.Of("Shop.Worker", sources));

    public static GeneratorRun OfInvalid(CSharpCompilation input)
    {
        var run = Start(input, []);
        Assert.Empty(run.Generated(DiagnosticSeverity.Warning));
        run.AssertSameAgain();
        run.AssertCached();
        return run;
    }

    /// <summary>The text of a generated file.</summary>
    public string this[string fileName] => Files.Single(f => f.HintName == fileName).SourceText.ToString();

    /// <summary>Runs again on a changed input.</summary>
    /// <returns>The files whose text was made anew, even if it came out the same, and those that are gone.</returns>
    public IReadOnlyList<string> ChangedBy(Func<CSharpCompilation, CSharpCompilation> edit) => Changed(driver.RunGenerators(edit(Input), TestContext.Current.CancellationToken));

    /// <summary>The same for an edit of <c>jobs.contracts.txt</c>.</summary>
    public IReadOnlyList<string> ChangedByContracts(string text) =>
        Changed(driver.ReplaceAdditionalText(contracts.Single(), ContractsFile.Of(text).Single()).RunGenerators(Input, TestContext.Current.CancellationToken));

    private List<string> Changed(GeneratorDriver again)
    {
        var result = again.GetRunResult().Results.Single();
        var before = Files.ToDictionary(static f => f.HintName, static f => f.SourceText);
        var after = result.GeneratedSources.ToDictionary(static f => f.HintName, static f => f.SourceText);
        return before.Keys.Union(after.Keys)
            .Where(name => !before.TryGetValue(name, out var old) || !after.TryGetValue(name, out var now) || !ReferenceEquals(old, now))
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    private static GeneratorRun Start(CSharpCompilation input, AdditionalText[] contracts)
    {
        var driver = CSharpGeneratorDriver.Create(
                [new JobGenerator().AsSourceGenerator()],
                contracts,
                parseOptions: Compilations.Parse,
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGeneratorsAndUpdateCompilation(input, out var output, out var diagnostics, TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics);
        Assert.Null(driver.GetRunResult().Results.Single().Exception);
        return new GeneratorRun(input, contracts, driver, output);
    }

    /// <summary>Nobody is shown a warning in a generated file; a slip of the generator would show as one, so that they are looked at here without what hides
    /// them. What remains hidden is about the user's own types.</summary>
    private IEnumerable<Diagnostic> Generated(DiagnosticSeverity severity) =>
        In(Output, severity).Concat(In(Shown(), severity).Where(static d => d.Id.StartsWith("CS", StringComparison.Ordinal) && d.Id is not ("CS0612" or "CS0618" or "CS8981" or "CS0108")));

    private Compilation Shown()
    {
        var output = Output;
        foreach (var tree in Output.SyntaxTrees.Where(static t => t.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)))
        {
            var text = tree.ToString();
            Assert.StartsWith("// <auto-generated/>\n#nullable enable\n#pragma warning disable //", text, StringComparison.Ordinal);
            output = output.ReplaceSyntaxTree(tree, Compilations.Tree(text.Replace("#pragma warning disable", "//", StringComparison.Ordinal), tree.FilePath));
        }

        return output;
    }

    private static IEnumerable<Diagnostic> In(Compilation compilation, DiagnosticSeverity severity) => compilation.GetDiagnostics(TestContext.Current.CancellationToken)
        .Where(d => d.Severity >= severity && d.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true);

    private void AssertCompiles()
    {
        Assert.Empty(Generated(DiagnosticSeverity.Warning));
        Assert.Empty(Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
        using var image = new MemoryStream();
        Assert.True(Output.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
    }

    private void AssertSameAgain()
    {
        var reversed = Input.RemoveAllSyntaxTrees().AddSyntaxTrees(Input.SyntaxTrees.Reverse());
        var again = Start(reversed, contracts).Files.ToDictionary(static f => f.HintName, static f => f.SourceText.ToString());
        Assert.Equal(Files.Length, again.Count);
        Assert.All(Files, f => Assert.Equal(f.SourceText.ToString(), again[f.HintName]));
    }

    private void AssertCached()
    {
        var edited = Input.AddSyntaxTrees(Compilations.Tree("internal static class Elsewhere { public static int Number => 1; }", "Elsewhere.cs"));
        var result = driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
        var steps = result.TrackedSteps.Where(static s => Steps.All.Contains(s.Key)).SelectMany(static s => s.Value)
            .Concat(result.TrackedOutputSteps.SelectMany(static s => s.Value))
            .SelectMany(static s => s.Outputs);
        Assert.All(steps, static o => Assert.True(o.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{o.Value} was {o.Reason}"));
    }
}
