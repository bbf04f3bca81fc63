namespace Jobs.Analyzers.Tests.Shape;

public class InvalidSettingTests
{
    private const string Name = "it takes 1 to 128 characters out of letters, digits and . _ - :";
    private const string Syntax = "use 'polynomial', 'none', 'linear 10s', 'exponential 1s max 1h' or a list such as '30s,1m,5m,10m' (units ms, s, m, h, d)";

    [Theory]
    [InlineData("Queue", "\"\"", Name)]
    [InlineData("Queue", "\"low priority\"", Name)]
    [InlineData("Queue", "null", Name)]
    [InlineData("MaxAttempts", "0", "it takes 1 to 1000")]
    [InlineData("MaxAttempts", "1001", "it takes 1 to 1000")]
    [InlineData("TimeoutSeconds", "-1", "it takes 0 to 604800")]
    [InlineData("TimeoutSeconds", "604801", "it takes 0 to 604800")]
    [InlineData("RetentionSeconds", "-1", "it takes 0 to 31536000")]
    [InlineData("RetentionSeconds", "31536001", "it takes 0 to 31536000")]
    [InlineData("Retry", "\"sometimes\"", Syntax)]
    [InlineData("Retry", "\"linear\"", Syntax)]
    [InlineData("Retry", "\"30s,1min\"", Syntax)]
    [InlineData("Retry", "\"exponential 1s max\"", Syntax)]
    [InlineData("Retry", "\"366d\"", Syntax)]
    [InlineData("Retry", "null", Syntax)]
    public Task A_value_of_a_job_that_is_not_usable_is_reported(string property, string value, string problem) => Verify.ReportsAsync(
        Rule.InvalidSetting,
        $"""
        #nullable disable
        [Job("send-email", {property} = [|{value}|])] public partial record SendEmail(string To);
        """,
        $"{property} = {value} on 'SendEmail' is not usable: {problem}");

    [Theory]
    [InlineData("""["old", "the older"]""", """["old", "the older"]""", Name)]
    [InlineData("""["old", ""]""", """["old", ""]""", Name)]
    [InlineData("""new[] { "old", "old" }""", """["old", "old"]""", "a name is there twice")]
    [InlineData("""["send-email"]""", """["send-email"]""", "a name is there twice")]
    [InlineData("""null""", """null""", "leave it out, or name the earlier names")]
    public Task Aliases_that_are_not_usable_are_reported(string value, string shown, string problem) => Verify.ReportsAsync(
        Rule.InvalidSetting,
        $"""
        #nullable disable
        [Job("send-email", Aliases = [|{value}|])] public partial record SendEmail(string To);
        """,
        $"Aliases = {shown} on 'SendEmail' is not usable: {problem}");

    [Fact]
    public Task Each_value_that_is_not_usable_is_reported() => Verify.ReportsAsync(
        Rule.InvalidSetting,
        """[Job("send-email", MaxAttempts = [|0|], Queue = "low", Retry = [|"often"|])] public partial record SendEmail(string To);""",
        "MaxAttempts = 0 on 'SendEmail' is not usable: it takes 1 to 1000",
        $"Retry = \"often\" on 'SendEmail' is not usable: {Syntax}");

    [Theory]
    [InlineData("""[RetryOn<TimeoutException>([|"1 minute"|])]""", $"retry = \"1 minute\" on 'H' is not usable: {Syntax}")]
    [InlineData("""[RetryOn<TimeoutException>("1m", MaxAttempts = [|-1|])]""", "MaxAttempts = -1 on 'H' is not usable: it takes 0 to 1000")]
    public Task A_value_of_a_handlers_rule_that_is_not_usable_is_reported(string attribute, string message) => Verify.ReportsAsync(
        Rule.InvalidSetting, Handler(attribute), message);

    [Fact]
    public Task Values_at_their_bounds_are_fine() => Verify.IsSilentAsync(
        """
        [Job("a", Queue = "q", MaxAttempts = 1, TimeoutSeconds = 0, RetentionSeconds = 0, Retry = "none", Aliases = [])] public partial record A1(string To);
        [Job("b", MaxAttempts = 1000, TimeoutSeconds = 604800, RetentionSeconds = 31536000, Retry = "exponential 1s max 365d", Aliases = ["c", "d"])] public partial record B(string To);
        [Job("e", Retry = "30s,1m,5m,10m")] public partial record E(string To);
        """,
        Handler("""[RetryOn<TimeoutException>("linear 10s", MaxAttempts = 1000), RetryOn<IOException>("none"), DeadOn<FormatException>]"""));

    private static string Handler(string attribute) =>
        $$"""
        [Job("handled")] public partial record A(int N);
        {{attribute}}
        [JobHandler] public class H : IJobHandler<A>
        {
            public Task HandleAsync(A job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """;
}
