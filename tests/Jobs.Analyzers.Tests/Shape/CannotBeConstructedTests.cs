namespace Jobs.Analyzers.Tests.Shape;

public class CannotBeConstructedTests
{
    [Fact]
    public Task A_payload_whose_constructors_are_private_is_reported() => Verify.ReportsAsync(
        Rule.CannotBeConstructed,
        """
        [Job("send-email")]
        public partial class [|SendEmail|]
        {
            private SendEmail() { }
            public string To { get; set; } = "";
            public static SendEmail Create() => new();
        }
        """,
        "Job 'send-email': 'SendEmail' cannot be read back: its constructors are private: make one public or internal");

    [Fact]
    public Task A_constructor_that_takes_what_no_member_holds_is_reported_at_the_member_of_that_type() => Verify.ReportsAsync(
        Rule.CannotBeConstructed,
        """
        [Job("send-email")] public partial record SendEmail(Address [|To|]);
        public class Address(string text) { public int Length { get; } = text.Length; }
        """,
        "Job 'send-email': 'Address' cannot be read back: its constructor takes 'text', and there is no public member of that name and type to give to it");

    [Fact]
    public Task A_required_member_that_is_not_on_the_wire_is_reported_at_the_member() => Verify.ReportsAsync(
        Rule.CannotBeConstructed,
        """[Job("send-email")] public partial class SendEmail { [IgnoreMember] public required string [|To|] { get; set; } }""",
        "Job 'send-email': 'SendEmail' cannot be read back: 'To' is required and not on the wire");

    [Fact]
    public Task A_type_that_would_be_stored_empty_is_reported() => Verify.ReportsAsync(
        Rule.CannotBeConstructed,
        """
        [Job("send-email")] public partial record SendEmail(Text [|Body|]);
        public class Text { private readonly List<string> lines = []; public void Add(string line) => lines.Add(line); }
        """,
        "Job 'send-email': 'Text' cannot be read back: it holds values, and none of them is a public member that can be set; "
        + "add 'init', or a constructor that takes members by name and type");

    [Fact]
    public Task Every_way_to_be_made_is_fine() => Verify.IsSilentAsync(
        """
        [Job("a")] public partial record A(int N, string? Text = null) { public required Guid Id { get; init; } }
        [Job("b")] public partial class B { internal B(int n) => N = n; public int N { get; } }
        [Job("c")] public partial class C { public C() { } public C(Stream s) => S = (int)s.Length; public int S { get; set; } }
        [Job("d")] public partial struct D { public int N; public D(int n, string other = "") => N = n + other.Length; }
        """);
}
