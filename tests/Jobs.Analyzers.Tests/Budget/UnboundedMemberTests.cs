namespace Jobs.Analyzers.Tests.Budget;

public class UnboundedMemberTests
{
    private const string Using = "using System.ComponentModel.DataAnnotations; ";

    [Theory]
    [InlineData("byte[]")]
    [InlineData("byte[]?")]
    [InlineData("ReadOnlyMemory<byte>")]
    [InlineData("Memory<byte>?")]
    public Task Bytes_are_reported(string type) => Verify.ReportsAsync(
        Rule.UnboundedBytes, $$"""[Job("a")] public partial record A({{type}} [|Content|]);""",
        "'Content' can be of any size, and a stored job has 1 MiB at most: store the bytes elsewhere and say where, or state the bound with [MaxLength]");

    [Theory]
    [InlineData("List<string>")]
    [InlineData("int[]")]
    [InlineData("IReadOnlyDictionary<string, int>")]
    public Task Collections_are_pointed_out(string type) => Verify.ReportsAsync(
        Rule.UnboundedCollection, $$"""[Job("a")] public partial class A { public {{type}}? [|Items|] { get; set; } }""",
        "'Items' can be of any length, and a stored job has 1 MiB at most: enqueue a job per item or per part, or state the bound with [MaxLength]");

    [Theory]
    [InlineData("byte[] Sha256")]
    [InlineData("byte[] ContentHash")]
    [InlineData("byte[] Uid")]
    [InlineData("[property: MaxLength(64)] byte[] Content")]
    [InlineData("[MaxLength(64)] byte[] Content")]
    [InlineData("[property: MaxLength(8)] List<int> Items")]
    [InlineData("DayOfWeek[] Days")]
    [InlineData("string Text")]
    public Task What_is_bound_or_short_is_fine(string member) => Verify.IsSilentAsync(Rule.UnboundedCollection, $"{Using}[Job(\"a\")] public partial record A({member});");

    [Fact]
    public Task What_stays_behind_is_fine() => Verify.IsSilentAsync("""[Job("a")] public partial class A { [IgnoreMember] public byte[]? Content { get; set; } }""");

    [Fact]
    public Task Types_that_are_no_jobs_are_left_alone() => Verify.IsSilentAsync("public partial record A(byte[] Content);");
}
