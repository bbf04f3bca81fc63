namespace Jobs.Analyzers.Tests.Budget;

public class EnqueueInLoopTests
{
    [Theory]
    [InlineData("foreach (var n in all) { await client.[|EnqueueA|](new(n)); }", "EnqueueA")]
    [InlineData("foreach (var n in all) await client.[|EnqueueAsync|](new A(n));", "EnqueueManyAsync")]
    public Task One_by_one_is_reported(string body, string bulk) => Verify.ReportsAsync(
        Rule.EnqueueInLoop, Of(body), $"Each round of the loop waits for Redis: give '{bulk}' all payloads at once");

    [Theory]
    [InlineData("await client.EnqueueA(all.Select(n => new A(n)));")]
    [InlineData("foreach (var n in all) { await client.EnqueueA(new A(n), new() { Delay = TimeSpan.FromSeconds(n) }); }")]
    [InlineData("foreach (var n in all) { if (n > 1) { await client.EnqueueA(new A(n)); } }")]
    [InlineData("foreach (var n in all) { var handle = await client.EnqueueA(new A(n)); Console.WriteLine(handle); }")]
    [InlineData("foreach (var n in all) { await Task.Delay(n); await client.EnqueueA(new A(n)); }")]
    [InlineData("await foreach (var n in stream) { await client.EnqueueA(new A(n)); }")]
    [InlineData("foreach (var n in all) { await client.EnqueueA([new A(n), new A(n + 1)]); }")]
    public Task What_bulk_could_not_do_is_fine(string body) => Verify.IsSilentAsync(Of(body));

    [Theory]
    [InlineData("foreach (var n in all) { await client.EnqueueA(new(n)); }", "await client.EnqueueA(all.Select(n => new A(n)));")]
    [InlineData("foreach (var one in jobs) await client.EnqueueAsync(one);", "await client.EnqueueManyAsync(jobs);")]
    public Task The_fix_gives_all_at_once(string before, string after) => VerifyFix.OfAsync(Rule.EnqueueInLoop, "Enqueue all at once", Of(before), Of(after));

    [Fact]
    public Task Where_the_loop_does_more_no_fix_is_offered() => VerifyFix.IsNotOfferedAsync(
        Rule.EnqueueInLoop, Of("foreach (var n in all) { await client.EnqueueA(new(n)); Console.WriteLine(n); }"));

    private static string Of(string body) =>
        $$"""
        [Job("a")] public partial record A(int N);
        public class Caller(IJobClient client)
        {
            public async Task GoAsync(int[] all, A[] jobs, IAsyncEnumerable<int> stream)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;
}
