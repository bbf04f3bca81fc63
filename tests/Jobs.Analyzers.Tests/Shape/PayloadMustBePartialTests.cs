namespace Jobs.Analyzers.Tests.Shape;

public class PayloadMustBePartialTests
{
    [Theory]
    [InlineData("record")]
    [InlineData("class")]
    [InlineData("struct")]
    [InlineData("record struct")]
    public Task A_payload_that_is_not_partial_is_reported(string kind) => Verify.ReportsAsync(
        Rule.PayloadMustBePartial,
        $$"""
        [Job("send-email")]
        public {{kind}} [|SendEmail|] { public string? To { get; init; } }
        """,
        "'SendEmail' is marked [Job]: declare it 'partial', so that the generated half has a place");

    [Fact]
    public Task A_type_around_a_payload_that_is_not_partial_is_reported() => Verify.ReportsAsync(
        Rule.PayloadMustBePartial,
        """
        public static class [|Mail|]
        {
            [Job("send-email")]
            public partial record SendEmail(string To);
        }
        """,
        "'Mail' contains 'SendEmail', which is marked [Job]: declare it 'partial', so that the generated half has a place");

    [Fact]
    public Task A_job_with_a_result_is_a_job_too() => Verify.ReportsAsync(
        Rule.PayloadMustBePartial,
        """[Job<int>("count")] public record [|Count|](string Of);""",
        "'Count' is marked [Job]: declare it 'partial', so that the generated half has a place");

    [Fact]
    public Task Partial_payloads_are_fine() => Verify.IsSilentAsync(
        """
        [Job("a")] public sealed partial record A(string To);
        [Job("b")] internal partial class B { public int N { get; set; } }
        [Job("c")] public readonly partial record struct C(int N);
        public partial class Outer { public partial interface Inner { [Job("d")] public partial struct D { public int N; } } }
        """);

    [Fact]
    public Task The_fix_adds_the_word() => VerifyFix.OfAsync(
        Rule.PayloadMustBePartial,
        "Declare it 'partial'",
        """
        /// <summary>A mail.</summary>
        [Job("send-email")]
        public sealed record SendEmail(string To);
        """,
        """
        /// <summary>A mail.</summary>
        [Job("send-email")]
        public sealed partial record SendEmail(string To);
        """);

    [Fact]
    public Task The_fix_adds_the_word_where_there_is_no_other() => VerifyFix.OfAsync(
        Rule.PayloadMustBePartial,
        "Declare it 'partial'",
        """
        // A mail.
        [Job("send-email")]
        record struct SendEmail(string To);
        """,
        """
        // A mail.
        [Job("send-email")]
        partial record struct SendEmail(string To);
        """);

    [Fact]
    public Task The_fix_adds_the_word_to_the_types_around_it() => VerifyFix.OfAsync(
        Rule.PayloadMustBePartial,
        "Declare it 'partial'",
        """
        public class Shop
        {
            // All mail.
            internal static class Mail
            {
                [Job("send-email")]
                internal record SendEmail(string To);
            }
        }
        """,
        """
        public partial class Shop
        {
            // All mail.
            internal static partial class Mail
            {
                [Job("send-email")]
                internal partial record SendEmail(string To);
            }
        }
        """);

    [Fact]
    public Task Fix_all_adds_the_word_once_to_a_type_around_two() => VerifyFix.OfAllAsync(
        Rule.PayloadMustBePartial,
        [
            """
            static class Mail
            {
                [Job("a")] internal record A(string To);
                [Job("b")] internal record B(string To);
            }
            """,
            """
            [Job("c")] public record C(string To);
            """,
        ],
        [
            """
            static partial class Mail
            {
                [Job("a")] internal partial record A(string To);
                [Job("b")] internal partial record B(string To);
            }
            """,
            """
            [Job("c")] public partial record C(string To);
            """,
        ]);
}
