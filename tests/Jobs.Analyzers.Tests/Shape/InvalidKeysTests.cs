namespace Jobs.Analyzers.Tests.Shape;

public class InvalidKeysTests
{
    [Theory]
    [InlineData("[Key(0)]", "[|B|]", "'B' has no number and others have: give it one, or mark it [IgnoreMember]")]
    [InlineData("[Key(1)]", "[property: Key(1)] [|B|]", "1 is there twice")]
    [InlineData("[Key(0)]", "[property: Key(1000)] [|B|]", "the one of 'B' is not from 0 to 999")]
    [InlineData("[Key(0)]", "[property: Key(-1)] [|B|]", "the one of 'B' is not from 0 to 999")]
    [InlineData("[Key(\"b\")]", "[property: Key(\"b\")] [|B|]", "b is there twice")]
    [InlineData("[Key(\"B\")]", "[|B|]", "B is there twice")]
    [InlineData("[Key(\"a\")]", "[property: Key(\"\\ud800\")] [|B|]", "the one of 'B' is not text")]
    public Task Keys_that_do_not_fit_together_are_reported_at_the_member(string ofA, string b, string problem)
    {
        var at = b.IndexOf("[|", StringComparison.Ordinal);
        return Verify.ReportsAsync(
            Rule.InvalidKeys,
            $"""[Job("send-email")] public partial record SendEmail([property: {ofA[1..^1]}] int A, {b[..at]}int {b[at..]});""".Replace("\\ud800", "\ud800"),
            $"Job 'send-email': the keys of 'SendEmail' are not usable: {problem}");
    }

    [Fact]
    public Task A_key_of_a_member_that_does_not_go_on_the_wire_is_reported() => Verify.ReportsAsync(
        Rule.InvalidKeys,
        """
        [Job("send-email")] public partial record SendEmail(Part Body);
        public class Part { [Key(0)] public int A { get; set; } [Key(1)] private int [|B|] { get; set; } }
        """,
        "Job 'send-email': the keys of 'Part' are not usable: 'B' has a [Key] and is not public, or cannot be set");

    [Fact]
    public Task Keys_that_fit_are_fine() => Verify.IsSilentAsync(
        """
        [Job("a")] public partial record A([property: Key(0)] int X, [property: Key(2)] int Y) { [IgnoreMember] public int Z => X + Y; }
        [Job("b")] public partial record B([property: Key("x")] int X, int Y);
        [Job("c"), MessagePackObject(true)] public partial class C { [Key(0)] public int X { get; set; } [Key(0)] public int Y { get; set; } }
        """);
}
