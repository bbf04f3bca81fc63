namespace Jobs.Analyzers.Tests.Shape;

public class MemberIsNotStoredTests
{
    [Fact]
    public Task A_property_that_nothing_sets_when_it_is_read_back_is_reported() => Verify.ReportsAsync(
        Rule.MemberIsNotStored,
        """
        [Job("send-email")] public partial record SendEmail(Part Body) { public Guid [|Id|] { get; } = Guid.NewGuid(); }
        public class Part { public string Text { get; set; } = ""; public int [|Size|] { get; private set; } }
        """,
        "'Id' has no setter that the generated code can use, so its value is not stored with the job: add 'init', or mark it [IgnoreMember]",
        "'Body.Size' has a private setter, which generated code cannot use, so its value is not stored with the job: make the setter 'init' or public, or mark it [IgnoreMember]");

    [Fact]
    public Task A_property_that_gives_out_a_private_field_is_reported_and_left_to_the_author()
    {
        const string Source = """
            [Job("a")]
            public partial record A(string To) { private readonly List<string> lines = []; public IReadOnlyList<string> [|Lines|] => lines; }
            """;
        return Task.WhenAll(
            Verify.ReportsAsync(
                Rule.MemberIsNotStored,
                Source,
                "'Lines' gives out 'lines', which is not stored with the job: store it in a member that can be set, or mark it [IgnoreMember]"),
            VerifyFix.IsNotOfferedAsync(Rule.MemberIsNotStored, Markup.Parse(Source).Text));
    }

    [Fact]
    public Task Computed_constant_and_constructor_set_members_are_fine() => Verify.IsSilentAsync(
        """
        [Job("send-email")]
        public partial class SendEmail(string to)
        {
            public string To { get; } = to;
            public string Kind { get; } = "mail";
            public DayOfWeek Day { get; } = DayOfWeek.Friday;
            public int Length => To.Length;
            public int Twice { get { return Length * 2; } }
            [IgnoreMember] public Guid Id { get; } = Guid.NewGuid();
            public static Guid Shared { get; } = Guid.NewGuid();
            internal Guid Inner { get; } = Guid.NewGuid();
        }
        """);

    [Fact]
    public Task The_fix_adds_init() => VerifyFix.OfAsync(
        Rule.MemberIsNotStored,
        "Add 'init'",
        """
        [Job("send-email")]
        public partial record SendEmail(string To)
        {
            // Made once.
            public Guid Id { get; } = Guid.NewGuid();
        }
        """,
        """
        [Job("send-email")]
        public partial record SendEmail(string To)
        {
            // Made once.
            public Guid Id { get; init; } = Guid.NewGuid();
        }
        """);

    [Fact]
    public Task A_setter_that_is_private_is_left_to_the_author() => VerifyFix.IsNotOfferedAsync(
        Rule.MemberIsNotStored, """[Job("a")] public partial record A(string To) { public int Size { get; private set; } }""");

    [Fact]
    public Task Fix_all_adds_init_to_each() => VerifyFix.OfAllAsync(
        Rule.MemberIsNotStored,
        ["""[Job("a")] public partial record A(P P) { public Guid X { get; } = Guid.NewGuid(); public Guid Y { get; } = Guid.NewGuid(); }""", "public class P { public Guid Z { get; } }"],
        ["""[Job("a")] public partial record A(P P) { public Guid X { get; init; } = Guid.NewGuid(); public Guid Y { get; init; } = Guid.NewGuid(); }""", "public class P { public Guid Z { get; init; } }"]);
}
