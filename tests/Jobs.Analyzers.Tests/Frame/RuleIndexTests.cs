namespace Jobs.Analyzers.Tests.Frame;

/// <summary>The index of the rules is written, not kept by hand.</summary>
public class RuleIndexTests
{
    private static readonly string File = Repository.PathOf("docs/rules/README.md");

    /// <summary>With <c>ACCEPT_RULE_INDEX=1</c> in the environment it is written anew.</summary>
    [Fact]
    public void It_is_current()
    {
        var page = System.IO.File.ReadAllText(File);
        var begin = page.IndexOf(RuleIndex.Begin, StringComparison.Ordinal);
        var end = page.IndexOf(RuleIndex.End, StringComparison.Ordinal) + RuleIndex.End.Length;
        var current = page[..begin] + RuleIndex.Write() + page[end..];
        if (Environment.GetEnvironmentVariable("ACCEPT_RULE_INDEX") == "1")
        {
            System.IO.File.WriteAllText(File, current);
        }

        Assert.Equal(current, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void It_has_every_rule() => Assert.All(Library.Rules, static r => Assert.Contains($"[{r.Id}]", RuleIndex.Write(), StringComparison.Ordinal));
}
