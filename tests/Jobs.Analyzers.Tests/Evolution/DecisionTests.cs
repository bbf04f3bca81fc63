namespace Jobs.Analyzers.Tests.Evolution;

/// <summary>What dotnet format does: it fixes all of a solution.</summary>
public class DecisionTests
{
    private const string Contracts = "mail v1 job Mail map\nmail v1 member Mail Email string required\n";

    [Fact]
    public async Task Members_are_not_renamed_by_guess() =>
        Assert.All(await VerifyFix.InSolutionAsync(Rule.StoredMemberIsGone, accepts: true, Contracts, """[Job("mail")] public partial record Mail(string Phone);"""),
            static text => Assert.DoesNotContain("Key(", text, StringComparison.Ordinal));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task New_lines_are_accepted_only_where_the_project_says_so(bool accepts)
    {
        var texts = await VerifyFix.InSolutionAsync(Rule.ContractIsNotAccepted, accepts, Contracts, """[Job("mail")] public partial record Mail(string Email, int Copies = 1);""");
        Assert.Equal(accepts, texts.Any(static t => t.Contains("mail v1 member Mail Copies int optional", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_version_is_begun_only_where_the_project_says_so(bool accepts)
    {
        var texts = await VerifyFix.InSolutionAsync(Rule.StoredMemberIsRetyped, accepts, Contracts, """[Job("mail")] public partial record Mail(string[] Email);""");
        Assert.Equal(accepts, texts.Any(static t => t.Contains("Version = 2", StringComparison.Ordinal)));
    }
}
