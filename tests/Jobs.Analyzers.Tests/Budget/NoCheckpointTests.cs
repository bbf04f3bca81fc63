namespace Jobs.Analyzers.Tests.Budget;

public class NoCheckpointTests
{
    private const string Loop = "while (job.N > 0) { await shop.SaveAsync(1, cancellationToken); }";

    [Fact]
    public Task A_long_loop_without_one_is_pointed_out() => Verify.ReportsAsync(
        Rule.NoCheckpoint, Long(Loop).Replace("HandleAsync", "[|HandleAsync|]", StringComparison.Ordinal),
        "'H' may run 600 s and a worker that stops waits 20 s: look at context.SoftStop in the loop, so that what is done is not done again");

    [Theory]
    [InlineData("while (!context.SoftStop.IsCancellationRequested) { await shop.SaveAsync(1, cancellationToken); }")]
    [InlineData("while (job.N > 0) { await shop.SaveAsync(1, cancellationToken); Other(context); } static void Other(JobContext context) => Console.WriteLine(context.Id);")]
    [InlineData("await shop.SaveAsync(1, cancellationToken);")]
    [InlineData("foreach (var n in new int[3]) { Console.WriteLine(n); }")]
    public Task One_that_looks_may_look_or_does_not_loop_is_fine(string body) => Verify.IsSilentAsync(Rule.NoCheckpoint, Long(body));

    [Fact]
    public Task A_short_job_needs_none() => Verify.IsSilentAsync(Rule.NoCheckpoint, In.Handler(Loop));

    private static string Long(string body) => In.Handler(body).Replace("TimeoutSeconds = 10", "TimeoutSeconds = 600", StringComparison.Ordinal);
}
