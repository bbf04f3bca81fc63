namespace Jobs.Analyzers.Tests.Budget;

public class BlockingSleepTests
{
    private const string Message =
        "'Thread.Sleep' holds a thread of the worker and cannot be cancelled: await Task.Delay with the token, or throw JobSnoozeException to come back later";

    [Theory]
    [InlineData("[|Thread.Sleep(100)|];")]
    [InlineData("var pause = 0; [|Thread.Sleep(pause)|];")]
    public Task Sleeping_is_reported(string body) => Verify.ReportsAsync(Rule.BlockingSleep, In.Handler(body), Message);

    [Theory]
    [InlineData("Thread.Sleep(0);")]
    [InlineData("Thread.Yield();")]
    public Task Letting_others_go_first_is_fine(string body) => Verify.IsSilentAsync(In.Handler(body));

    [Fact]
    public Task Other_classes_are_left_alone() => Verify.IsSilentAsync(In.Elsewhere("Thread.Sleep(100);"));

    [Fact]
    public Task The_fix_without_a_token_in_reach_passes_none() => VerifyFix.OfAsync(
        Rule.BlockingSleep, "Await Task.Delay",
        In.Handler("await MoreAsync();", "private static async Task MoreAsync() { await Task.Yield(); Thread.Sleep(5); }"),
        In.Handler("await MoreAsync();", "private static async Task MoreAsync() { await Task.Yield(); await Task.Delay(5); }"));

    [Fact]
    public Task Where_await_cannot_stand_no_fix_is_offered() => VerifyFix.IsNotOfferedAsync(Rule.BlockingSleep, In.Handler("lock (shop) { Thread.Sleep(5); }"));
}
