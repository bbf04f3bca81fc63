using Jobs.Generators.Contracts;
using Jobs.Generators.Model;

namespace Jobs.Analyzers.Tests.Evolution;

public class CommonTypesTests
{
    private static readonly ContractType Line = Map("Line", new ContractEntry("Sku", -1, "string", true, false));
    private static readonly ContractType LongerLine = Map("Line", new ContractEntry("Note", -1, "string?", false, false), new ContractEntry("Sku", -1, "string", true, false));

    private const string Both =
        """
        # ours
        * v1 type Line map
        * v1 member Line Sku string required
        buy v1 job Buy map
        buy v1 member Buy Lines list<Line> required
        ship v1 job Ship map
        ship v1 member Ship Lines list<Line> required

        """;

    [Fact]
    public void A_type_that_two_jobs_reach_is_written_once() =>
        Assert.Equal(Both, ContractText.With("# ours\n", [Job("ship", "Ship", Line), Job("buy", "Buy", Line)]), ignoreLineEndingDifferences: true);

    [Fact]
    public void What_is_written_once_is_read_for_each_job() =>
        Assert.Equal([Job("buy", "Buy", Line), Job("ship", "Ship", Line)], ContractReader.Read(Both).Jobs);

    [Fact]
    public void The_lines_of_the_old_form_become_common_when_another_job_with_the_type_is_accepted() =>
        Assert.Equal(
            Both,
            ContractText.With(
                "# ours\nbuy v1 job Buy map\nbuy v1 member Buy Lines list<Line> required\nbuy v1 type Line map\nbuy v1 member Line Sku string required\n", [Job("ship", "Ship", Line)]),
            ignoreLineEndingDifferences: true);

    [Fact]
    public void A_job_that_has_a_type_in_another_shape_describes_it_itself()
    {
        var text = ContractText.With(Both, [Job("ship", "Ship", LongerLine)]);

        Assert.Equal([Job("buy", "Buy", Line), Job("ship", "Ship", LongerLine)], ContractReader.Read(text).Jobs);
        Assert.Contains("ship v1 member Line Note string? optional", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_is_common_in_its_new_shape_when_every_job_has_been_accepted_with_it()
    {
        var text = ContractText.With(ContractText.With(Both, [Job("ship", "Ship", LongerLine)]), [Job("buy", "Buy", LongerLine)]);

        Assert.Single(text.Split('\n'), static line => line.Contains("Note", StringComparison.Ordinal));
        Assert.Equal([Job("buy", "Buy", LongerLine), Job("ship", "Ship", LongerLine)], ContractReader.Read(text).Jobs);
    }

    [Fact]
    public void An_earlier_version_keeps_the_shape_that_it_had()
    {
        var text = ContractText.With(Both, [Job("ship", "Ship", LongerLine) with { Version = 2 }]);

        Assert.Equal([Job("buy", "Buy", Line), Job("ship", "Ship", Line), Job("ship", "Ship", LongerLine) with { Version = 2 }], ContractReader.Read(text).Jobs);
    }

    [Fact]
    public void Types_that_no_job_reaches_any_more_are_left_out() =>
        Assert.DoesNotContain("Sku", ContractText.With(Both, [Job("ship", "Ship"), Job("buy", "Buy")]), StringComparison.Ordinal);

    [Fact]
    public void Jobs_that_reach_the_same_types_add_only_their_own_lines()
    {
        var types = Enumerable.Range(0, 20).Select(n => Map($"T{n:00}", new ContractEntry("Next", -1, $"T{(n + 1) % 20:00}?", false, false), new ContractEntry("Value", -1, "int", true, false))).ToArray();
        var jobs = Enumerable.Range(0, 300).Select(n => new ContractJob($"job-{n:000}", 1, $"Job{n:000}", null, default, types.Prepend(Map($"Job{n:000}", new ContractEntry("First", -1, "T00", true, false))).ToEquatable())).ToList();

        var text = ContractText.With("", jobs);

        Assert.Equal(2 + (20 * 3) + (300 * 2), text.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(jobs, ContractReader.Read(text).Jobs);
    }

    [Fact]
    public void A_payload_is_no_line_for_all_jobs() => Assert.NotEmpty(ContractReader.Read("* v1 job Ship map\n").Problems);

    [Fact]
    public async Task Fix_all_writes_a_common_type_once() =>
        Assert.Equal(
            ContractText.Header + Both[(Both.IndexOf('\n') + 1)..],
            await VerifyFix.ContractsAsync(Rule.ContractIsNotAccepted, "", all: true, """[Job("ship")] public partial record Ship(Line[] Lines); [Job("buy")] public partial record Buy(Line[] Lines); public record Line(string Sku);"""),
            ignoreLineEndingDifferences: true);

    [Fact]
    public Task A_file_with_common_types_is_accepted() => Verify.IsSilentAgainstAsync(
        Both, """[Job("ship")] public partial record Ship(Line[] Lines); [Job("buy")] public partial record Buy(Line[] Lines); public record Line(string Sku);""");

    private static ContractJob Job(string name, string type, params ContractType[] types) => new(
        name, 1, type, null, default, types.Prepend(types.Length == 0 ? Map(type) : Map(type, new ContractEntry("Lines", -1, "list<Line>", true, false))).ToEquatable());

    private static ContractType Map(string name, params ContractEntry[] entries) => new(name, ContractForm.Map, "", entries.ToEquatable());
}
