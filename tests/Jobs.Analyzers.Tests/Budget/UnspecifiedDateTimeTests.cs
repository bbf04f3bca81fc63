namespace Jobs.Analyzers.Tests.Budget;

public class UnspecifiedDateTimeTests
{
    private const string Job = """[Job("a")] public partial record A(DateTime At, int N = 0) { public DateTime? Until { get; init; } } """;
    private const string Message = "This DateTime says neither UTC nor local, and is taken for UTC: say which it is, or use DateTimeOffset";

    [Theory]
    [InlineData("new A([|new DateTime(2026, 1, 1)|])")]
    [InlineData("new A(DateTime.UtcNow) { Until = [|new DateTime(2026, 1, 1)|] }")]
    [InlineData("new A([|DateOnly.MinValue.ToDateTime(default)|])")]
    [InlineData("new A(DateTime.UtcNow) with { At = [|new(2026, 1, 1)|] }")]
    public Task A_time_without_a_kind_is_reported(string made) => Verify.ReportsAsync(Rule.UnspecifiedDateTime, $"{Job} public class C {{ public A Made => {made}; }}", Message);

    [Theory]
    [InlineData("new A(DateTime.UtcNow)")]
    [InlineData("new A(DateTime.Now)")]
    [InlineData("new A(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc))")]
    [InlineData("new A(DateTime.Parse(\"2026-01-01T00:00:00Z\"))")]
    public Task One_with_a_kind_or_from_elsewhere_is_fine(string made) => Verify.IsSilentAsync($"{Job} public class C {{ public A Made => {made}; }}");

    [Fact]
    public Task What_is_no_job_is_left_alone() => Verify.IsSilentAsync("public record A(DateTime At); public class C { public A Made => new(new DateTime(2026, 1, 1)); }");

    [Fact]
    public Task The_fix_keeps_the_name_as_it_is_written() => VerifyFix.OfAsync(
        Rule.UnspecifiedDateTime, "Say that it is UTC",
        $"{Job} public class C {{ public A Made => new(new System.DateTime(2026, 1, 1)); }}",
        $"{Job} public class C {{ public A Made => new(System.DateTime.SpecifyKind(new System.DateTime(2026, 1, 1), System.DateTimeKind.Utc)); }}");
}
