using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Tests.Frame;

/// <summary>What every rule must have, whoever adds it.</summary>
public class RuleTests
{
    public static TheoryData<string> Ids { get; } = [.. Library.Rules.Select(static r => r.Id)];

    [Fact]
    public void An_id_belongs_to_one_rule() => Assert.Equal(Library.Rules.Count, Library.Rules.Select(static r => r.Id).Distinct().Count());

    [Theory, MemberData(nameof(Ids))]
    public void The_id_is_of_the_kind_of_its_category(string id)
    {
        var thousand = Of(id).Category switch { "Shape" => 1, "Idempotency" => 2, "Budget" => 3, "Evolution" => 4, _ => 0 };
        Assert.Matches($"^JOB{thousand}[0-9]{{3}}$", id);
    }

    [Theory, MemberData(nameof(Ids))]
    public void An_analyzer_reports_it(string id) => Assert.Contains(Library.Analyzers, a => a.SupportedDiagnostics.Contains(Of(id)));

    [Theory, MemberData(nameof(Ids))]
    public void It_is_on_and_seen_in_an_editor_at_least(string id)
    {
        Assert.True(Of(id).IsEnabledByDefault);
        Assert.NotEqual(DiagnosticSeverity.Hidden, Of(id).DefaultSeverity);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Its_page_says_how_to_silence_what_may_be_wrong(string id)
    {
        if (Of(id).DefaultSeverity < DiagnosticSeverity.Error)
        {
            Assert.Contains($"#pragma warning disable {id}", Page(id), StringComparison.Ordinal);
            Assert.Contains($"dotnet_diagnostic.{id}.severity = none", Page(id), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Its_help_link_is_its_page(string id)
    {
        Assert.EndsWith($"/docs/rules/{id}.md", Of(id).HelpLinkUri, StringComparison.Ordinal);
        Assert.True(File.Exists(Repository.PathOf($"docs/rules/{id}.md")));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Its_page_says_what_it_is(string id)
    {
        var page = RulePage.Of(id);
        Assert.Equal($"# {id}: {Of(id).Title}", page.Heading);
        Assert.StartsWith($"{Of(id).DefaultSeverity} · {(HasFix(id) ? "has a fix" : "no fix")} · since ", page.Facts, StringComparison.Ordinal);
        Assert.Equal(["Why", "Bad code", "Good code", "When not to fix", "Suppress"], page.Sections.Where(static s => s != "Not reported"));
        Assert.Empty(page.Empty);
    }

    [Theory, MemberData(nameof(Ids))]
    public async Task The_bad_code_of_its_page_is_reported_by_it_alone(string id)
    {
        var page = RulePage.Of(id);
        Assert.True(LanguageVersionFacts.TryParse(page.BadLanguage ?? "preview", out var language));
        var files = page.BadLanguage is null ? Samples.Sample.StandIns.Prepend(page.Bad) : [page.Bad];
        var other = page.BadGenerated is { } generated ? new OtherGenerator("", generated) : null;
        var found = await Library.AnalyzeAsync(Sources.Compile(files, Sources.References, language: language).WithGenerated(page.BadContracts, other), Of(id), page.BadContracts);
        Assert.Equal([id], found.Select(static d => d.Id).Distinct());
    }

    [Theory, MemberData(nameof(Ids))]
    public Task The_good_code_of_its_page_is_fine(string id) => Verify.IsSilentAsync([RulePage.Of(id).Good, .. Samples.Sample.StandIns], Sources.References, Of(id), RulePage.Of(id).GoodContracts);

    [Theory, MemberData(nameof(Ids))]
    public async Task What_its_page_says_is_not_reported_is_not(string id)
    {
        if (RulePage.Of(id).NotReported is { } code)
        {
            var compilation = Sources.Compile([code, .. Samples.Sample.StandIns]).WithGenerated();
            Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
            Assert.DoesNotContain(id, (await Library.AnalyzeAsync(compilation, Of(id))).Select(static d => d.Id));
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_releases_have_its_line(string id)
    {
        var rule = Of(id);
        Assert.Contains(
            $"{id} | {rule.Category} | {rule.DefaultSeverity} | [{rule.Title}](../../docs/rules/{id}.md)",
            Repository.LinesOf("src/Jobs.Analyzers/AnalyzerReleases.Shipped.md").Concat(Repository.LinesOf("src/Jobs.Analyzers/AnalyzerReleases.Unshipped.md")));
    }

    [Fact]
    public void No_page_is_left_of_a_rule_that_is_gone() => Assert.Equal(
        Library.Rules.Select(static r => $"{r.Id}.md"),
        Directory.GetFiles(Repository.PathOf("docs/rules"), "JOB*.md").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_analyzer_and_every_fix_is_exported()
    {
        Assert.Equal(Concrete<DiagnosticAnalyzer>(typeof(LibraryAnalyzer)), Library.Analyzers.Select(static a => a.GetType().Name).Order(StringComparer.Ordinal));
        Assert.Equal(Concrete<CodeFixProvider>(typeof(NodeFix)), Library.Fixes.Select(static f => f.GetType().Name).Order(StringComparer.Ordinal));
        Assert.All(Library.Fixes, static f => Assert.Equal(f is NodeFix { IsGuess: true }, f.GetFixAllProvider() is null));
    }

    /// <summary>What dotnet format would do unseen, and only the author can say.</summary>
    [Fact]
    public void Fixes_that_guess_are_offered_one_by_one_only() =>
        Assert.Equal(["KeepStoredNameFix", "MarkIdempotentFix"], Library.Fixes.OfType<NodeFix>().Where(static f => f.IsGuess).Select(static f => f.GetType().Name).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Concrete<T>(Type sibling) =>
        sibling.Assembly.GetTypes().Where(static t => t.IsAssignableTo(typeof(T)) && !t.IsAbstract).Select(static t => t.Name).Order(StringComparer.Ordinal);

    private static string Page(string id) => string.Join('\n', Repository.LinesOf($"docs/rules/{id}.md"));

    private static DiagnosticDescriptor Of(string id) => Library.RuleOf(id);

    private static bool HasFix(string id) => Library.FixesOf(Of(id)).Any();
}
