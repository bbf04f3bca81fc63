namespace Jobs.Analyzers.Tests.Shape;

public class DuplicateJobNameTests
{
    [Fact]
    public Task The_second_of_two_jobs_with_one_name_is_reported() => Verify.ReportsAsync(
        Rule.DuplicateJobName,
        [
            """namespace Shop; [Job("send-email")] public partial record SendEmail(string To);""",
            """namespace Old; [Job<int>([|"send-email"|], Queue = "low")] public partial record SendMail(string To);""",
        ],
        Sources.References,
        "The job name 'send-email' is taken by both 'Shop.SendEmail' and 'Old.SendMail': stored jobs are found by their name, so give one another name");

    [Fact]
    public Task Every_further_one_is_reported_against_the_first() => Verify.ReportsAsync(
        Rule.DuplicateJobName,
        """
        [Job("a")] public partial record A(int N);
        [Job([|"a"|])] public partial record B(int N);
        [Job([|"a"|])] public partial record C(int N);
        """,
        "The job name 'a' is taken by both 'A' and 'B': stored jobs are found by their name, so give one another name",
        "The job name 'a' is taken by both 'A' and 'C': stored jobs are found by their name, so give one another name");

    [Fact]
    public Task An_alias_that_is_the_name_of_another_job_is_reported() => Verify.ReportsAsync(
        Rule.DuplicateJobName,
        """
        [Job("a")] public partial record A(int N);
        [Job("b", Aliases = [|["older", "a"]|])] public partial record B(int N);
        """,
        "The job name 'a' is taken by both 'A' and 'B': stored jobs are found by their name, so give one another name");

    [Fact]
    public Task An_alias_that_two_jobs_have_is_reported() => Verify.ReportsAsync(
        Rule.DuplicateJobName,
        """
        [Job("a", Aliases = ["old"])] public partial record A(int N);
        [Job("b", Aliases = [|["old"]|])] public partial record B(int N);
        """,
        "The job name 'old' is taken by both 'A' and 'B': stored jobs are found by their name, so give one another name");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_job_of_a_referenced_assembly_has_its_name_first(bool asProject)
    {
        var contracts = Sources.Compile(
            ["""namespace Contracts; public class Mail { [Job("send-email", Aliases = new[] { "mail" })] public record SendEmail(string To); }"""], Sources.References, "Contracts");
        return Verify.ReportsAsync(
            Rule.DuplicateJobName,
            ["""[Job([|"mail"|])] public partial record Mail(string To); [Job("other")] public partial record Other(string To);"""],
            [.. Sources.References, asProject ? contracts.ToMetadataReference() : contracts.ToImage()],
            "The job name 'mail' is taken by both 'Contracts.Mail.SendEmail' and 'Mail': stored jobs are found by their name, so give one another name");
    }

    [Fact]
    public Task Names_that_differ_in_case_are_two_names() => Verify.IsSilentAsync(
        """
        [Job("a", Aliases = ["c"])] public partial record A(int N);
        [Job("A", Aliases = ["C"])] public partial record B(int N);
        """);

    [Fact]
    public Task A_payload_in_two_files_is_one_job() => Verify.IsSilentAsync(
        """[Job("a")] public partial record A(int N);""",
        """public partial record A { public int M { get; init; } }""");
}
