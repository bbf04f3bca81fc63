namespace Jobs.Analyzers.Tests.Shape;

public class InvalidUnionTests
{
    [Theory]
    [InlineData("Union(0, typeof(Card)), Union(0, typeof(Cash))", "the number 0 or the type 'Cash' is there twice")]
    [InlineData("Union(0, typeof(Card)), Union(1, typeof(Card))", "the number 1 or the type 'Card' is there twice")]
    [InlineData("Union(0, typeof(string))", "'string' is not a concrete type that derives from it")]
    [InlineData("Union(0, typeof(Method))", "'Method' is not a concrete type that derives from it")]
    [InlineData("Union(-1, typeof(Card))", "the number -1 is negative")]
    [InlineData("Union(0, \"Card\")", "name the implementation with typeof(…), not as text")]
    public Task A_union_that_does_not_fit_is_reported(string unions, string problem) => Verify.ReportsAsync(
        Rule.InvalidUnion,
        $"""
        [Job("pay")] public partial record Pay(Method [|By|]);
        [{unions}] public abstract record Method;
        public record Card(string Number) : Method;
        public record Cash : Method;
        """,
        $"Job 'pay': a [Union] of 'Method' is not usable: {problem}");

    [Fact]
    public Task A_union_of_an_interface_or_an_abstract_class_is_fine() => Verify.IsSilentAsync(
        """
        [Job("pay")] public partial record Pay(Method By, IThing For);
        [Union(0, typeof(Card)), Union(7, typeof(Cash))] public abstract record Method;
        public record Card(string Number) : Method;
        public record Cash : Method;
        [Union(0, typeof(Thing))] public interface IThing;
        public struct Thing : IThing { public int Price; }
        """);
}
