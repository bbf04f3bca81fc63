namespace Jobs.Analyzers.Tests.Shape;

public class InvalidJobNameTests
{
    private const string Help = "give it 1 to 128 characters out of letters, digits and . _ - :, such as 'send-email'";

    [Theory]
    [InlineData("""[[|Job|]]""")]
    [InlineData("""[[|Job()|]]""")]
    [InlineData("""[[|Job(Queue = "low")|]]""")]
    [InlineData("""[Job([|""|])]""")]
    [InlineData("""[Job([|null!|])]""")]
    [InlineData("""[Job<int>(name: [|""|], Queue = "low")]""")]
    public Task A_job_without_a_name_is_reported(string attribute) => Verify.ReportsAsync(
        Rule.InvalidJobName, $"{attribute} public partial record SendEmail(string To);", $"Job 'SendEmail' has no name: {Help}");

    [Theory]
    [InlineData("send email")]
    [InlineData("send/email")]
    [InlineData("correo-electrónico")]
    [InlineData("{send}")]
    public Task A_name_with_other_characters_is_reported(string name) => Verify.ReportsAsync(
        Rule.InvalidJobName,
        $"""[Job([|"{name}"|])] public partial record SendEmail(string To);""",
        $"Job 'SendEmail' has the unusable name '{name}': {Help}");

    [Fact]
    public Task A_name_that_is_too_long_is_reported() => Verify.ReportsAsync(
        Rule.InvalidJobName,
        $"""[Job([|"{new string('a', 129)}"|])] public partial record SendEmail(string To);""",
        $"Job 'SendEmail' has the unusable name '{new string('a', 129)}': {Help}");

    [Theory]
    [InlineData("SendEmailJob", "send-email")]
    [InlineData("Job", "job")]
    [InlineData("HTTPPing2", "http-ping2")]
    [InlineData("Send_Email", "send-email")]
    [InlineData("renderX", "render-x")]
    [InlineData("Größe", "gre")]
    [InlineData("名", "job")]
    public Task The_name_it_could_have_is_made_of_the_types(string type, string name) => Verify.ReportsAsync(
        Rule.InvalidJobName,
        $"""[Job([|""|])] public partial record {type}(string To);""",
        $"Job '{type}' has no name: give it 1 to 128 characters out of letters, digits and . _ - :, such as '{name}'");

    [Fact]
    public Task Names_of_all_permitted_characters_are_fine() => Verify.IsSilentAsync(
        $"""
        [Job("Shop.Mail:send_email-2")] public partial record A(string To);
        [Job("{new string('a', 128)}")] public partial record B(string To);
        [Job(Names.C)] public partial record C(string To);
        internal static class Names {"{"} public const string C = nameof(C) + "-job"; {"}"}
        """);

    [Theory]
    [InlineData("""[Job]""", """[Job("send-email")]""")]
    [InlineData("""[Job()]""", """[Job("send-email")]""")]
    [InlineData("""[Job(Queue = "low")]""", """[Job("send-email", Queue = "low")]""")]
    [InlineData("""[Job("")]""", """[Job("send-email")]""")]
    [InlineData("""[Job<int>(name: "", Queue = "low")]""", """[Job<int>(name: "send-email", Queue = "low")]""")]
    [InlineData("""[Job( /* later */ null!)]""", """[Job( /* later */ "send-email")]""")]
    [InlineData("""[Job("Send email")]""", """[Job("send-email")]""")]
    public Task The_fix_names_it_after_its_type(string before, string after) => VerifyFix.OfAsync(
        Rule.InvalidJobName,
        "Name it 'send-email'",
        $"{before}\npublic partial record SendEmail(string To);",
        $"{after}\npublic partial record SendEmail(string To);");

    [Fact]
    public Task Fix_all_names_each_after_its_own() => VerifyFix.OfAllAsync(
        Rule.InvalidJobName,
        ["""[Job("")] public partial record SendEmail(string To); [Job] public partial record PingJob(string To);"""],
        ["""[Job("send-email")] public partial record SendEmail(string To); [Job("ping")] public partial record PingJob(string To);"""]);
}
