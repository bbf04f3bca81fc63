namespace Jobs.Analyzers.Tests.Budget;

public class BlockingWaitTests
{
    [Theory]
    [InlineData("_ = [|shop.CountAsync(1, cancellationToken).Result|];", "Result")]
    [InlineData("[|shop.SaveAsync().Wait()|];", "Wait")]
    [InlineData("[|shop.SaveAsync().GetAwaiter().GetResult()|];", "GetResult")]
    [InlineData("[|shop.SaveAsync().ConfigureAwait(false).GetAwaiter().GetResult()|];", "GetResult")]
    [InlineData("[|Task.WaitAll(shop.SaveAsync(), shop.CloseAsync())|];", "WaitAll")]
    [InlineData("var count = shop.CountAsync(1, cancellationToken); _ = [|count.Result|];", "Result")]
    public Task Blocking_is_reported(string body, string what) => Verify.ReportsAsync(
        Rule.BlockingWait, In.Handler(body), $"'{what}' holds a thread of the worker until the task is done: await it");

    [Theory]
    [InlineData("var a = shop.CountAsync(1, cancellationToken); var b = shop.CountAsync(2, cancellationToken); await Task.WhenAll(a, b); _ = a.Result + b.Result;")]
    [InlineData("var a = shop.CountAsync(1, cancellationToken); await a; _ = a.Result;")]
    [InlineData("var a = shop.CountAsync(1, cancellationToken); if (a.IsCompletedSuccessfully) { _ = a.Result; }")]
    [InlineData("await shop.CountAsync(1, cancellationToken).ContinueWith(t => t.Result, cancellationToken);")]
    [InlineData("var all = new List<Task<int>>(); await Task.WhenAll(all); foreach (var one in all) { _ = one.Result; }")]
    [InlineData("_ = new { Result = 1 }.Result;")]
    public Task What_is_known_to_be_done_is_fine(string body) => Verify.IsSilentAsync(In.Handler(body));

    [Fact]
    public Task Other_classes_are_left_alone() => Verify.IsSilentAsync(In.Elsewhere("shop.SaveAsync().Wait();"));

    [Theory]
    [InlineData("shop.SaveAsync().Wait();", "await shop.SaveAsync();")]
    [InlineData("shop.SaveAsync().ConfigureAwait(false).GetAwaiter().GetResult();", "await shop.SaveAsync().ConfigureAwait(false);")]
    [InlineData("_ = shop.CountAsync(1, cancellationToken).Result.ToString();", "_ = (await shop.CountAsync(1, cancellationToken)).ToString();")]
    public Task The_fix_awaits(string before, string after) => VerifyFix.OfAsync(Rule.BlockingWait, "Await it", In.Handler(before), In.Handler(after));

    [Theory]
    [InlineData("lock (shop) { shop.SaveAsync().Wait(); }")]
    [InlineData("shop.SaveAsync().Wait(100);")]
    [InlineData("Action later = () => shop.SaveAsync().Wait(); later();")]
    public Task Where_await_cannot_stand_no_fix_is_offered(string body) => VerifyFix.IsNotOfferedAsync(Rule.BlockingWait, In.Handler(body));
}
