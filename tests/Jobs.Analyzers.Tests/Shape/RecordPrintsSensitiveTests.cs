namespace Jobs.Analyzers.Tests.Shape;

public class RecordPrintsSensitiveTests
{
    [Fact]
    public Task Records_that_print_it_are_found() => Verify.ReportsAsync(
        Rule.RecordPrintsSensitive,
        """
        public record [|A|]([Sensitive] string Secret);
        public record struct [|B|] { [Sensitive] public string? Secret { get; init; } }
        """,
        "'A' is a record, so its ToString prints 'Secret', which is [Sensitive]: write 'PrintMembers' or 'ToString' without it, or make it a class",
        "'B' is a record, so its ToString prints 'Secret', which is [Sensitive]: write 'PrintMembers' or 'ToString' without it, or make it a class");

    [Fact]
    public Task Others_are_not() => Verify.IsSilentAsync(
        """
        [Job("x")] public partial record Payload([Sensitive] string Secret);
        public class A { [Sensitive] public string? Secret { get; init; } }
        public record B([Sensitive] string Secret) { public override string ToString() => ""; }
        public record C([Sensitive] string Secret) { protected virtual bool PrintMembers(System.Text.StringBuilder builder) => false; }
        public record D(string Open);
        """);
}
