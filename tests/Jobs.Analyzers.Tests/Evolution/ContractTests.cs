using Jobs.Generators.Contracts;

namespace Jobs.Analyzers.Tests.Evolution;

/// <summary>What the rules say of a job that has changed since its contract was written.</summary>
public class ContractTests
{
    private const string Mail =
        """
        mail v1 job Mail map
        mail v1 member Mail Subject string required
        mail v1 member Mail To string required
        """;

    [Fact]
    public Task A_job_that_is_as_its_contract_says_is_fine() =>
        Verify.IsSilentAgainstAsync(Mail, """[Job("mail")] public partial record Mail(string To, string Subject);""");

    [Fact]
    public Task A_renamed_member_is_told_with_its_way_out() => Verify.ReportsAgainstAsync(
        Rule.StoredMemberIsGone, Mail,
        """[Job("mail")] public partial record Mail(string To, string [|Title|]);""",
        "Job 'mail': member 'Subject' (string) is gone, and what stored jobs hold in it would be dropped: if it is 'Title' now, store that as before with [Key(\"Subject\")]; "
        + "else keep it, or set Version = 2 and write 'Upgrade(V1 old)'");

    [Fact]
    public Task A_removed_member_is_told_on_the_payload() => Verify.ReportsAgainstAsync(
        Rule.StoredMemberIsGone, Mail,
        """[Job("mail")] public partial record [|Mail|](string To);""",
        "Job 'mail': member 'Subject' (string) is gone, and what stored jobs hold in it would be dropped: keep it, or set Version = 2 and write 'Upgrade(V1 old)'");

    [Fact]
    public Task A_retyped_member_is_told_where_it_stands() => Verify.ReportsAgainstAsync(
        Rule.StoredMemberIsRetyped, Mail,
        """[Job("mail")] public partial record Mail(string To, int [|Subject|]);""",
        "Job 'mail': member 'Subject' was 'string' and is 'int' now: stored jobs cannot, or cannot always, be read as that: keep the type and add a member of the new one, "
        + "or set Version = 2 and write 'Upgrade(V1 old)'");

    [Fact]
    public Task A_new_member_without_a_default_is_told_where_it_stands() => Verify.ReportsAgainstAsync(
        Rule.MemberIsNewlyRequired, Mail,
        """[Job("mail")] public partial record Mail(string To, string Subject, int [|Size|]);""",
        "Job 'mail': member 'Size' is new and must be there, and jobs stored before do not have it: give it a default or declare it nullable, or set Version = 2 and write 'Upgrade(V1 old)'");

    [Fact]
    public Task A_changed_result_is_told() => Verify.ReportsAgainstAsync(
        Rule.ResultHasChanged, Mail.Replace("Mail map", "Mail map result string", StringComparison.Ordinal),
        """[Job<int>("mail")] public partial record [|Mail|](string To, string Subject);""",
        "Job 'mail': the result was 'string' and is 'int' now: stored jobs cannot, or cannot always, be read as that: results that are stored and callers of an earlier build have the old one; "
        + "make a job with another name, or, where nobody waits, set Version = 2 and write 'Upgrade(V1 old)'");

    [Fact]
    public Task A_renamed_job_is_told_at_its_name() => Verify.ReportsAgainstAsync(
        Rule.StoredNameIsGone, Mail,
        """[[|Job("letter")|]] public partial record Mail(string To, string Subject);""".Replace("[|Job(\"letter\")|]", "Job([|\"letter\"|])", StringComparison.Ordinal),
        "Jobs stored as 'mail' would find no handler: keep the name in the Aliases of 'Mail'");

    [Fact]
    public Task An_alias_that_is_gone_is_told() => Verify.ReportsAgainstAsync(
        Rule.StoredNameIsGone, Mail.Replace("Mail map", "Mail map aliases post", StringComparison.Ordinal) + "\nx v1 job X map",
        """#pragma warning disable JOB4002""" + "\n" + """[Job([|"mail"|])] public partial record Mail(string To, string Subject); [Job("x")] public partial record X;""",
        "Jobs stored as 'post' would find no handler: keep the name in the Aliases of 'Mail'");

    [Fact]
    public async Task A_removed_job_is_told_in_the_file()
    {
        var found = Assert.Single(await Library.AnalyzeAsync(Sources.Compile("public class Mail;"), contracts: Mail));

        Assert.Equal((Rule.StoredNameIsGone.Id, ContractFile.FileName, 0), (found.Id, found.Location.GetLineSpan().Path, found.Location.GetLineSpan().StartLinePosition.Line));
        Assert.Contains("once none is stored any more, remove its lines", found.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Job(\"mail\")] public partial record [|Mail|](string To, string Subject, int? Size);", "+ member Mail Size int? optional")]
    [InlineData("[Job(\"mail\", Aliases = [\"post\"])] public partial record [|Mail|](string To, string Subject);", "+ job Mail map aliases post, - job Mail map")]
    [InlineData("[Job<int>(\"mail\")] public partial record [|Mail|](string To, string Subject);", "+ job Mail map result int, - job Mail map")]
    [InlineData("[Job(\"mail\")] public partial record [|Mail|](string To, string? Subject);", "+ member Mail Subject string? optional, - member Mail Subject string required")]
    [InlineData("[Job(\"mail\", Version = 2)] public partial record [|Mail|](string To) { private static partial Mail Upgrade(V1 old) => new(old.To); }", "version 2 is not in it")]
    [InlineData("[Job(\"letter\", Aliases = [\"mail\"])] public partial record [|Mail|](string To, string Subject);", "it knows the job as 'mail'")]
    public Task What_stored_jobs_survive_is_to_be_accepted(string source, string difference) => Verify.ReportsAgainstAsync(
        Rule.ContractIsNotAccepted, Mail, source,
        $"Job '{(source.Contains("letter", StringComparison.Ordinal) ? "letter" : "mail")}' and jobs.contracts.txt differ, and stored jobs are read all the same: {difference}; accept it");

    [Theory]
    [InlineData("[Job(\"mail\", Version = 3)] public partial record [|Mail|](string To);", "3, and jobs.contracts.txt ends with version 1: set Version = 2")]
    [InlineData("[Job(\"new\", Version = 2)] public partial record [|New|](string To); [Job(\"mail\")] public partial record Mail(string To, string Subject);",
        "2, and jobs.contracts.txt has nothing of it, so jobs of version 1 could not be read: restore their lines, or begin with version 1")]
    public Task A_version_out_of_turn_is_told(string source, string message) => Verify.ReportsAgainstAsync(
        Rule.VersionDoesNotFollow, Mail, source, $"Job '{(source.Contains("new", StringComparison.Ordinal) ? "new" : "mail")}' has version {message}");

    [Fact]
    public Task Going_back_is_told() => Verify.ReportsAgainstAsync(
        Rule.VersionDoesNotFollow, Mail + "\n" + Mail.Replace(" v1 ", " v2 ", StringComparison.Ordinal),
        """[Job("mail")] public partial record [|Mail|](string To, string Subject);""",
        "Job 'mail' has version 1, and jobs.contracts.txt has version 2, of which jobs may be stored: set Version = 2, or 3 if the payload has changed since");

    [Fact]
    public Task Versions_at_the_bottom_may_be_removed_together() => Verify.IsSilentAgainstAsync(
        Mail.Replace(" v1 ", " v2 ", StringComparison.Ordinal), """[Job("mail", Version = 2)] public partial record Mail(string To, string Subject);""");

    [Fact]
    public async Task A_line_that_cannot_be_read_silences_the_rest()
    {
        var found = Assert.Single(await Library.AnalyzeAsync(Sources.Compile("""[Job("mail")] public partial record Mail(int To);"""), contracts: Mail + "\n>>>>>>> theirs"));

        Assert.Equal((Rule.ContractIsNotReadable.Id, 3), (found.Id, found.Location.GetLineSpan().StartLinePosition.Line));
    }

    /// <summary>Its handler is found wherever it is: what is wrong is where the lines stand.</summary>
    [Theory]
    [InlineData("Mail", "mail", "move the lines of 'mail' to the jobs.contracts.txt of that project")]
    [InlineData("Mail", "letter", "keep the name in the Aliases of 'Mail', and move the lines of 'mail' to the jobs.contracts.txt of that project")]
    public async Task The_lines_of_a_job_that_moved_to_another_assembly_go_to_its_project(string type, string name, string action)
    {
        var contracts = Sources.Compile([$"[Job(\"{name}\")] public partial record {type}(string To);"], Sources.References, "Contracts").WithGenerated().ToImage();
        var compilation = Sources.Compile(["public class Program;"], [.. Sources.References, contracts]);

        var found = Assert.Single(await Library.AnalyzeAsync(compilation, Rule.StoredNameIsGone, "mail v1 job Mail map\nmail v1 member Mail To string required\n"));

        Assert.Equal($"Jobs stored as 'mail' belong to 'Mail' of the referenced assembly 'Contracts' now: {action}", found.GetMessage());
    }
}
