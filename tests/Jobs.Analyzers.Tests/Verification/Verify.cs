using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Tests;

/// <summary>Runs all rules over a source, so that a test of one says that the others keep quiet too.</summary>
internal static class Verify
{
    /// <param name="rule">The only one that speaks.</param>
    /// <param name="marked">What it underlines, between <c>[|</c> and <c>|]</c>.</param>
    /// <param name="messages">One per underlining, in the order of the text.</param>
    public static Task ReportsAsync(DiagnosticDescriptor rule, string marked, params string[] messages) =>
        ReportsAsync(rule, [marked], Sources.References, messages);

    public static Task ReportsAsync(DiagnosticDescriptor rule, string[] files, IEnumerable<MetadataReference> references, params string[] messages) =>
        ReportsAsync(rule, files, references, contracts: null, messages);

    /// <summary>The same with a <c>jobs.contracts.txt</c>.</summary>
    public static Task ReportsAgainstAsync(DiagnosticDescriptor rule, string contracts, string marked, params string[] messages) =>
        ReportsAsync(rule, [marked], Sources.References, contracts, messages);

    private static async Task ReportsAsync(DiagnosticDescriptor rule, string[] files, IEnumerable<MetadataReference> references, string? contracts, string[] messages)
    {
        var markups = files.Select(Markup.Parse).ToList();
        var compilation = Sources.Compile(markups.Select(static m => m.Text), references);
        var generated = compilation.WithGenerated(contracts);
        AssertNoSlips(generated, rule.Id == Rule.InvalidJobName.Id ? ["CS7036"] : []);

        var found = await Library.AnalyzeAsync(generated, rule, contracts);

        Assert.Equal(
            markups.SelectMany((m, file) => m.Spans.Select(span => $"{rule.Id} at '{m.Text.Substring(span.Start, span.Length)}' {span} of file {file + 1}")),
            found.Select(d => $"{d.Id} at '{d.Location.SourceTree?.ToString().Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)}' {d.Location.SourceSpan} of file {compilation.SyntaxTrees.IndexOf(d.Location.SourceTree!)}"));
        Assert.Equal(messages, found.Select(static d => d.GetMessage()));
    }

    /// <summary>No rule has anything to say, and with its generated half the source compiles: what the analyzers let pass, the generator
    /// can build on.</summary>
    public static Task IsSilentAsync(params string[] files) => IsSilentAsync(files, Sources.References);

    /// <param name="rule">An info that is to be silent too.</param>
    /// <param name="files">Ordinary code.</param>
    public static Task IsSilentAsync(DiagnosticDescriptor rule, params string[] files) => IsSilentAsync(files, Sources.References, rule);

    public static Task IsSilentAgainstAsync(string contracts, params string[] files) => IsSilentAsync(files, Sources.References, rule: null, contracts);

    public static async Task IsSilentAsync(string[] files, IEnumerable<MetadataReference> references, DiagnosticDescriptor? rule = null, string? contracts = null)
    {
        var generated = Sources.Compile(files, references).WithGenerated(contracts);
        Assert.Empty(await Library.AnalyzeAsync(generated, rule, contracts));
        AssertNoSlips(generated, []);
    }

    /// <summary>A test whose source does not compile shows nothing.</summary>
    private static void AssertNoSlips(Compilation compilation, string[] allowed) =>
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(d => d.Severity == DiagnosticSeverity.Error && !allowed.Contains(d.Id)));
}
