namespace Jobs.Analyzers.Tests.Budget;

public class TokenNotPassedTests
{
    [Theory]
    [InlineData("await shop.[|CountAsync|](1);", "CountAsync")]
    [InlineData("await shop.[|SaveAsync|](1);", "SaveAsync")]
    [InlineData("await Task.[|Delay|](1);", "Delay")]
    [InlineData("await foreach (var one in shop.[|ListAsync|]()) { }", "ListAsync")]
    [InlineData("Func<Task> later = () => shop.[|CountAsync|](1); await later();", "CountAsync")]
    public Task A_call_that_could_be_given_it_is_reported(string body, string method) => Verify.ReportsAsync(
        Rule.TokenNotPassed, In.Handler(body), $"'{method}' can be given 'cancellationToken': without it a timeout, a cancellation or a shutdown waits until it is done");

    [Theory]
    [InlineData("await shop.CountAsync(1, cancellationToken);")]
    [InlineData("await shop.CountAsync(1, CancellationToken.None);")]
    [InlineData("await shop.CountAsync(1, default);")]
    [InlineData("await shop.SaveAsync();")]
    [InlineData("await Task.Run(() => 1);")]
    [InlineData("await shop.CountAsync(1).WaitAsync(cancellationToken);")]
    [InlineData("await foreach (var one in shop.ListAsync().WithCancellation(cancellationToken)) { }")]
    [InlineData("try { await shop.CloseAsync(); } finally { await shop.SaveAsync(1); }")]
    [InlineData("try { await shop.CloseAsync(); } catch (TimeoutException) { await shop.SaveAsync(1); throw; }")]
    [InlineData("shop.Changed += async (_, _) => await shop.SaveAsync(1); await shop.CloseAsync();")]
    [InlineData("using var own = new CancellationTokenSource(); await shop.CountAsync(1, own.Token);")]
    public Task One_that_has_it_or_is_not_to_have_it_is_fine(string body) => Verify.IsSilentAsync(In.Handler(body));

    [Fact]
    public Task A_method_without_a_token_has_none_to_pass() => Verify.IsSilentAsync(In.Handler("await MoreAsync();", "private Task MoreAsync() => shop.SaveAsync(1);"));

    [Fact]
    public Task Other_classes_are_left_alone() => Verify.IsSilentAsync(In.Elsewhere("await shop.CountAsync(1);"));

    [Fact]
    public Task The_fix_names_the_parameter_where_another_is_left_out() => VerifyFix.OfAsync(
        Rule.TokenNotPassed,
        "Pass 'token: cancellationToken'",
        In.Handler("await MoreAsync(1);", "private static Task MoreAsync(int a, int b = 2, CancellationToken token = default) => Task.FromResult((a, b, token));"),
        In.Handler("await MoreAsync(1, token: cancellationToken);", "private static Task MoreAsync(int a, int b = 2, CancellationToken token = default) => Task.FromResult((a, b, token));"));

    [Fact]
    public Task The_fix_is_the_same_for_an_overload() => VerifyFix.OfAsync(
        Rule.TokenNotPassed, "Pass 'cancellationToken'", In.Handler("await shop.SaveAsync(1);"), In.Handler("await shop.SaveAsync(1, cancellationToken);"));
}
