namespace Jobs.Analyzers.Tests.Idempotency;

/// <summary>The example of docs/guide.md compiles, and no rule has anything to say about it.</summary>
public class GuideTests
{
    [Fact]
    public Task The_example_of_steps_is_fine()
    {
        var code = Repository.LinesOf("docs/guide.md").SkipWhile(static l => l != "## Running twice").SkipWhile(static l => l != "```csharp").Skip(1).TakeWhile(static l => l != "```");
        return Verify.IsSilentAsync(["using System.Net.Mail;\n" + string.Join('\n', code)]);
    }
}
