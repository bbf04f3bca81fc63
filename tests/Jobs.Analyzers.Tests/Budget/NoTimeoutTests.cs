namespace Jobs.Analyzers.Tests.Budget;

public class NoTimeoutTests
{
    [Fact]
    public Task A_job_that_says_nothing_is_pointed_out() => Verify.ReportsAsync(
        Rule.NoTimeout, """[[|Job("a", Queue = "low")|]] public partial record A(int N);""", "An attempt at 'a' may run for ever and keep its slot: set TimeoutSeconds, or 0 if that is meant");

    [Theory]
    [InlineData("TimeoutSeconds = 0")]
    [InlineData("TimeoutSeconds = 30")]
    public Task One_that_says_it_is_fine(string setting) => Verify.IsSilentAsync(Rule.NoTimeout, $"""[Job<int>("a", {setting})] public partial record A(int N);""");
}
