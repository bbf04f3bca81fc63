using Jobs.Analyzers.Evolution;

namespace Jobs.Analyzers.Tests.Samples;

/// <summary>samples/Analyzers does what it says.</summary>
public class SampleTests
{
    public static TheoryData<string> Ids { get; } = [.. Sample.Ids];

    public static TheoryData<string> FixedIds { get; } = [.. Sample.Ids.Where(static id => Sample.Of(id).FixTitle is not (null or "by hand"))];

    /// <summary>But for one about a line of text, and one that needs a second generator in the build.</summary>
    [Fact]
    public void Every_rule_has_a_sample_that_underlines_code() =>
        Assert.Equal(Library.Rules.Where(static r => r != Rule.ContractIsNotReadable && r != Rule.WrittenByAnotherGenerator).Select(static r => r.Id), Sample.Ids);

    [Theory, MemberData(nameof(Ids))]
    public void It_says_what_it_shows(string id)
    {
        var rule = Library.RuleOf(id);
        Assert.Equal($"// {id}: {rule.Title}", Sample.Of(id).Title);
        // A fix of the contract file changes no code, and one that begins a version leaves what it cannot know to the author.
        Assert.True(Sample.Of(id).FixTitle is null ? Library.FixesOf(rule).All(static f => f is AcceptContractFix or NextVersionFix) : Library.FixesOf(rule).Any());
        Assert.Contains($"namespace Samples.{id};", Sample.Of(id).Good, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ids))]
    public async Task Exactly_the_marked_lines_are_reported(string id)
    {
        var sample = Sample.Of(id);
        Assert.NotEmpty(sample.Marked);
        var found = await Library.AnalyzeAsync(
            Sources.Compile([sample.Bad, .. Sample.StandIns], Sources.References, language: sample.BadLanguage).WithGenerated(sample.BadContracts), Library.RuleOf(id), sample.BadContracts);
        Assert.Equal(
            sample.Marked.Select(line => (id, line)),
            found.Select(static d => (d.Id, d.Location.GetLineSpan().StartLinePosition.Line)).Distinct());
    }

    [Theory, MemberData(nameof(Ids))]
    public Task The_second_form_is_fine(string id) => Verify.IsSilentAsync(
        [Sample.Of(id).Good, .. Sample.StandIns], Sources.References, Library.RuleOf(id), Sample.Of(id).GoodContracts);

    [Theory, MemberData(nameof(FixedIds))]
    public async Task The_fix_makes_the_second_form_of_the_first(string id)
    {
        var sample = Sample.Of(id);
        Assert.Equal(sample.Good, await VerifyFix.AllInTurnAsync(Library.RuleOf(id), sample.FixTitle!, sample.Bad, Sample.StandIns, sample.BadContracts), ignoreLineEndingDifferences: true);
    }
}
