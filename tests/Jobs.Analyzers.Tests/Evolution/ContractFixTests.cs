using Jobs.Generators.Contracts;

namespace Jobs.Analyzers.Tests.Evolution;

public class ContractFixTests
{
    private const string Source =
        """
        [Job("ship")] public partial record Ship(Line[] Lines, Speed Speed = Speed.Sea);
        [Job<Uri>("mail", Aliases = ["post"])] public partial record Mail(string To, [Sensitive] string? Token);
        public record Line([property: Key(0)] string Sku);
        public enum Speed { Sea, Air }
        """;

    private const string Written = ContractText.Header +
        """
        mail v1 job Mail map result uri aliases post
        mail v1 member Mail To string required
        mail v1 member Mail Token string? optional sensitive
        ship v1 job Ship map
        ship v1 member Ship Lines list<Line> required
        ship v1 member Ship Speed Speed optional
        ship v1 type Line array
        ship v1 member Line 0:Sku string required
        ship v1 type Speed enum:int
        ship v1 value Speed Air=1
        ship v1 value Speed Sea=0

        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_there_is_no_file_it_is_written_with_all_jobs(bool all) =>
        Assert.Equal(Written, await VerifyFix.ContractsAsync(Rule.NoContractFile, null, all, Source), ignoreLineEndingDifferences: true);

    [Fact]
    public async Task An_empty_file_is_filled() => Assert.Equal(Written, await VerifyFix.ContractsAsync(Rule.ContractIsNotAccepted, "", all: true, Source), ignoreLineEndingDifferences: true);

    [Fact]
    public Task What_is_written_is_accepted() => Verify.IsSilentAgainstAsync(Written, Source);

    [Fact]
    public async Task One_job_is_accepted_and_everything_else_stays() =>
        Assert.Equal(
            "# ours\na v1 job A map\n# between\nmail v1 job Mail map\nmail v1 member Mail Cc string? optional\nmail v1 member Mail To string required\nz v1 job Z map\n",
            await VerifyFix.ContractsAsync(
                Rule.ContractIsNotAccepted, "# ours\na v1 job A map\nmail v1 job Mail map\n# between\nmail v1 member Mail To string required\nz v1 job Z map\n", all: false,
                """[Job("mail")] public partial record Mail(string To, string? Cc); [Job("z")] public partial record Z(int? New = 1); [Job("a")] public partial record A;"""),
            ignoreLineEndingDifferences: true);

    [Fact]
    public async Task A_new_version_is_added_below_the_old_one() =>
        Assert.Equal(
            "mail v1 job Mail map\nmail v1 member Mail To string required\nmail v2 job Mail map\nmail v2 member Mail To list<string> required\n",
            await VerifyFix.ContractsAsync(
                Rule.ContractIsNotAccepted, "mail v1 job Mail map\nmail v1 member Mail To string required\n", all: false,
                """[Job("mail", Version = 2)] public partial record Mail(string[] To) { private static partial Mail Upgrade(V1 old) => new([old.To]); }"""),
            ignoreLineEndingDifferences: true);

    [Fact]
    public async Task The_lines_of_a_renamed_job_go_on_under_its_name() =>
        Assert.Equal(
            "letter v1 job Mail map\nletter v1 member Mail To string required\nletter v2 job Mail map aliases mail\nletter v2 member Mail To list<string> required\n",
            await VerifyFix.ContractsAsync(
                Rule.ContractIsNotAccepted, "mail v1 job Mail map\nmail v1 member Mail To string required\nmail v2 job Mail map\nmail v2 member Mail To list<string> required\n", all: false,
                """[Job("letter", Version = 2, Aliases = ["mail"])] public partial record Mail(string[] To) { private static partial Mail Upgrade(V1 old) => new([old.To]); }"""),
            ignoreLineEndingDifferences: true);

    [Fact]
    public Task A_version_takes_over_what_is_known() => VerifyFix.OfAsync(
        Rule.StoredMemberIsRetyped, "Make it version 2, with an Upgrade",
        """
        [Job("mail")]
        public partial record Mail(string To, Cc Cc, string Body = "", int Copies = 1);

        public record Cc(string Address) { public static implicit operator Cc(string address) => new(address); }
        """,
        """
        [Job("mail", Version = 2)]
        public partial record Mail(string To, Cc Cc, string Body = "", int Copies = 1)
        {
            private static partial Mail Upgrade(V1 old) => new(To: old.To, Cc: old.Cc, Body: old.Body ?? "");
        }

        public record Cc(string Address) { public static implicit operator Cc(string address) => new(address); }
        """,
        "mail v1 job Mail map\nmail v1 member Mail To string required\nmail v1 member Mail Cc string required\nmail v1 member Mail Body string optional\n");

    [Fact]
    public Task The_next_version_hangs_the_last_upgrade_below_itself() => VerifyFix.OfAsync(
        Rule.StoredMemberIsGone, "Make it version 3, with an Upgrade",
        """
        [Job("mail", Version = 2)]
        public partial class Mail
        {
            public required string To { get; init; }

            private static partial Mail Upgrade(V1 old) => new() { To = old.Address };
        }
        """,
        """
        [Job("mail", Version = 3)]
        public partial class Mail
        {
            public required string To { get; init; }

            private static partial V2 Upgrade(V1 old) => new() { To = old.Address };

            private static partial Mail Upgrade(V2 old) => new() { To = old.To };
        }
        """,
        "mail v1 job Mail map\nmail v1 member Mail Address string required\nmail v2 job Mail map\nmail v2 member Mail To string required\nmail v2 member Mail Gone int optional\n");
}
