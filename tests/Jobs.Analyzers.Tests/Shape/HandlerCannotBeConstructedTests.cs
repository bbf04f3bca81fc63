namespace Jobs.Analyzers.Tests.Shape;

public class HandlerCannotBeConstructedTests
{
    private const string Body = "public Task HandleAsync(A job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;";

    [Theory]
    [InlineData("public abstract class [|H|] : IJobHandler<A>", "", "it is abstract; mark the classes that derive from it")]
    [InlineData("public class [|H|]<T> : IJobHandler<A>", "", "it is generic, or in a generic type; mark a class that closes it")]
    [InlineData("file class [|H|] : IJobHandler<A>", "", "it is file-local")]
    [InlineData("public class [|H|] : IJobHandler<A>", "private H() { }", "its constructors are private; make one internal or public")]
    [InlineData("public class [|H|] : IJobHandler<A>", "public H(TimeProvider a) { } public H(Uri b) { }",
        "it has 2 constructors with 1 parameters; mark the one to use [ActivatorUtilitiesConstructor]")]
    [InlineData("public class [|H|] : IJobHandler<A>", "protected H() { }", "its constructors are protected; make one internal or public")]
    [InlineData("public class [|H|] : IJobHandler<A>", "[Obsolete(\"no\", true)] public H() { }", "its constructors are [Obsolete] as an error; make one internal or public")]
    [InlineData("public class [|H|](ref int n) : IJobHandler<A>", "public int N = n;", "'n' of its constructor is no service")]
    [InlineData("public class [|H|](Span<int> n) : IJobHandler<A>", "public int N = n.Length;", "'n' of its constructor is no service")]
    [InlineData("public class [|H|] : IJobHandler<A>", "public required Uri Server { get; init; }",
        "'Server' is required and not set by its constructor; take it as a parameter")]
    public Task A_handler_that_cannot_be_made_is_reported_with_the_reason(string declaration, string members, string problem) => Verify.ReportsAsync(
        Rule.HandlerCannotBeConstructed,
        $$"""
        [Job("a")] public partial record A(int N);
        [JobHandler] {{declaration}} { {{members}} {{Body}} }
        """,
        $"'H' cannot be made by a worker: {problem}");

    [Theory]
    [InlineData("public", "private", "it is private")]
    [InlineData("public", "protected", "it is protected")]
    [InlineData("private", "public", "'Outer' around it is private")]
    public Task A_hidden_handler_is_reported_with_what_hides_it(string outer, string inner, string problem) => Verify.ReportsAsync(
        Rule.HandlerCannotBeConstructed,
        $$"""
        [Job("a")] public partial record A(int N);
        public class Outest { {{outer}} class Outer { [JobHandler] {{inner}} class [|H|] : IJobHandler<A> { {{Body}} } } }
        """,
        $"'H' cannot be made by a worker: {problem}; make it internal or public");

    [Fact]
    public Task Handlers_that_take_services_are_fine() => Verify.IsSilentAsync(
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        [Job("a")] public partial record A(int N);
        [Job("b")] public partial record B(int N);
        [Job("c")] public partial record C(int N);
        [JobHandler] public class One(TimeProvider time, [FromKeyedServices("x")] Uri server, string? optional = null) : IJobHandler<A>
        { public string Text => $"{time}{server}{optional}"; {{Body}} }
        [JobHandler] internal class Two : IJobHandler<B>
        { internal Two() { } {{Body.Replace("(A", "(B")}} }
        public class Outer
        {
            [JobHandler] internal class Three : IJobHandler<C>
            {
                public Three(Uri server) { }
                [ActivatorUtilitiesConstructor] public Three(TimeProvider time) { }
                {{Body.Replace("(A", "(C")}}
            }
        }
        """);
}
