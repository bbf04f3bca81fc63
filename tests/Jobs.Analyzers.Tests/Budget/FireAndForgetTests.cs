namespace Jobs.Analyzers.Tests.Budget;

public class FireAndForgetTests
{
    [Theory]
    [InlineData("_ = Task.[|Run|](shop.SaveAsync);", "Run")]
    [InlineData("_ = shop.[|SaveAsync|]();", "SaveAsync")]
    [InlineData("ThreadPool.[|QueueUserWorkItem|](_ => { });", "QueueUserWorkItem")]
    [InlineData("Action more = () => { shop.[|SaveAsync|](); }; more();", "SaveAsync")]
    public Task What_is_started_and_dropped_is_reported(string body, string what) => Verify.ReportsAsync(
        Rule.FireAndForget, In.Handler(body), $"'{what}' goes on after the job is completed, and what it throws is lost: await it, or enqueue it as a job of its own");

    [Theory]
    [InlineData("await Task.Run(shop.SaveAsync);")]
    [InlineData("var save = shop.SaveAsync(); await save;")]
    [InlineData("_ = await shop.CountAsync(1, cancellationToken);")]
    [InlineData("_ = shop.ToString();")]
    public Task What_is_awaited_is_fine(string body) => Verify.IsSilentAsync(In.Handler(body));

    [Fact]
    public Task Other_classes_are_left_alone() => Verify.IsSilentAsync(In.Elsewhere("_ = shop.SaveAsync();"));

    [Fact]
    public Task The_fix_of_a_discard_awaits() => VerifyFix.OfAsync(
        Rule.FireAndForget, "Await it", In.Handler("_ = Task.Run(shop.SaveAsync);"), In.Handler("await Task.Run(shop.SaveAsync);"));
}
