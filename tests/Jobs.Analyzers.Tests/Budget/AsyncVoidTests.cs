namespace Jobs.Analyzers.Tests.Budget;

public class AsyncVoidTests
{
    [Theory]
    [InlineData("More();", "private async void [|More|]() => await shop.SaveAsync();", "'More'")]
    [InlineData("More(); async void [|More|]() => await shop.SaveAsync();", "", "'More'")]
    [InlineData("Action more = [|async|] () => await shop.SaveAsync(); more();", "", "this lambda")]
    [InlineData("new List<int>().ForEach([|async|] n => await shop.SaveAsync(n, cancellationToken));", "", "this lambda")]
    public Task What_nobody_can_wait_for_is_reported(string body, string members, string what) => Verify.ReportsAsync(
        Rule.AsyncVoid, In.Handler(body, members),
        $"Nobody can wait for {what}: the job is completed while it still runs, and what it throws ends the process; return a Task");

    [Theory]
    [InlineData("shop.Changed += OnChanged;", "private async void OnChanged(object? sender, EventArgs e) => await shop.SaveAsync();")]
    [InlineData("shop.Changed += async (_, _) => await shop.SaveAsync();", "")]
    [InlineData("Func<Task> more = async () => await shop.SaveAsync(); await more();", "")]
    [InlineData("Action more = () => { }; more();", "")]
    public Task Subscribers_and_what_returns_a_task_are_fine(string body, string members) => Verify.IsSilentAsync(In.Handler(body, members));

    [Fact]
    public Task Other_classes_are_left_alone() => Verify.IsSilentAsync(In.Elsewhere("More();", "private async void More() => await shop.SaveAsync();"));

    [Fact]
    public async Task A_lambda_given_to_what_the_compiler_does_not_know_is_left_alone()
    {
        var broken = Sources.Compile(In.Handler("await Missing.RunAsync(async () => await shop.SaveAsync()); await Take(async () => await shop.SaveAsync());", "private static void Take(Action what) => what();"));
        Assert.Empty(await Library.AnalyzeAsync(broken));
    }
}
