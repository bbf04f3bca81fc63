namespace Jobs.Analyzers.Tests.Shape;

public class SeveralJobAttributesTests
{
    [Fact]
    public Task A_payload_with_and_without_a_result_is_reported_at_the_second_mark() => Verify.ReportsAsync(
        Rule.SeveralJobAttributes,
        """[Job("a"), [|Job<int>("b")|]] public partial record A(int N);""",
        "'A' is marked [Job] more than once: a payload is one job, with one name and at most one type of result");

    [Fact]
    public Task One_mark_per_payload_is_fine() => Verify.IsSilentAsync("""[Serializable, Job<int>("b")] public partial record A(int N);""");
}
