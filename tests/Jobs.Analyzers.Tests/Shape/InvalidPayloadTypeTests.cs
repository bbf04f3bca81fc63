namespace Jobs.Analyzers.Tests.Shape;

public class InvalidPayloadTypeTests
{
    [Theory]
    [InlineData("public static partial class [|SendEmail|];", "it is static")]
    [InlineData("public abstract partial record [|SendEmail|](string To);", "it is abstract; mark the types that derive from it")]
    [InlineData("public ref partial struct [|SendEmail|];", "a ref struct cannot be stored")]
    [InlineData("public partial record [|SendEmail|]<T>(T To);", "it is generic, or in a generic type; mark a type that closes it")]
    [InlineData("file partial record [|SendEmail|](string To);", "it is file-local, so generated code cannot see it")]
    public Task A_type_that_cannot_be_a_payload_is_reported_with_the_reason(string declaration, string problem) => Verify.ReportsAsync(
        Rule.InvalidPayloadType, $"""[Job("send-email")] {declaration}""", $"'SendEmail' cannot be a job payload: {problem}");

    [Theory]
    [InlineData("class Mail", "private", "it is private, so generated code cannot see it; make it internal or public")]
    [InlineData("class Mail", "protected", "it is protected, so generated code cannot see it; make it internal or public")]
    [InlineData("class Mail<T>", "public", "it is generic, or in a generic type; mark a type that closes it")]
    public Task A_payload_in_a_type_is_reported_where_generated_code_cannot_name_it(string container, string access, string problem) => Verify.ReportsAsync(
        Rule.InvalidPayloadType,
        $$"""public partial {{container}} { [Job("send-email")] {{access}} partial record [|SendEmail|](string To); }""",
        $"'SendEmail' cannot be a job payload: {problem}");

    [Fact]
    public Task A_type_that_derives_from_an_abstract_or_generic_one_is_fine() => Verify.IsSilentAsync(
        """
        public abstract record Mail<T>(T To);
        [Job("send-email")] public sealed partial record SendEmail(string To) : Mail<string>(To);
        """);
}
