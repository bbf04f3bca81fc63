namespace Jobs.Analyzers.Tests.Shape;

public class HandlerIsNotMarkedTests
{
    private const string Jobs = """[Job("a")] public partial record A(int N); [Job<int>("b")] public partial record B(int N);""";
    private const string Body = "{ public Task HandleAsync(A job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask; }";

    [Theory]
    [InlineData("public class [|H|] : IJobHandler<A>")]
    [InlineData("internal sealed class [|H|](TimeProvider time) : IDisposable, IJobHandler<A>")]
    public Task A_handler_in_all_but_the_mark_is_reported(string declaration) => Verify.ReportsAsync(
        Rule.HandlerIsNotMarked,
        $$"""{{Jobs}} {{declaration}} {{Body.Insert(1, " public void Dispose() { }")}}""",
        "'H' handles the job 'a' and is not marked [JobHandler], so AddHandlers() leaves it out and it never runs: mark it");

    [Fact]
    public Task One_that_returns_a_result_is_reported_too() => Verify.ReportsAsync(
        Rule.HandlerIsNotMarked,
        $$"""{{Jobs}} public class [|H|] : IJobHandler<B, int> {{Body.Replace("(A", "(B").Replace("Task H", "Task<int> H").Replace("CompletedTask", "FromResult(1)")}}""",
        "'H' handles the job 'b' and is not marked [JobHandler], so AddHandlers() leaves it out and it never runs: mark it");

    [Fact]
    public Task One_that_derives_from_an_abstract_base_is_reported() => Verify.ReportsAsync(
        Rule.HandlerIsNotMarked,
        $$"""{{Jobs}} public abstract class Base : IJobHandler<A> {{Body}} public class [|H|] : Base;""",
        "'H' handles the job 'a' and is not marked [JobHandler], so AddHandlers() leaves it out and it never runs: mark it");

    [Fact]
    public Task Classes_that_are_no_handlers_on_purpose_are_fine() => Verify.IsSilentAsync(
        $$"""
        {{Jobs}}
        public abstract class Base : IJobHandler<A> {{Body}}
        public class Generic<T> : IJobHandler<A> {{Body}}
        public struct Struct : IJobHandler<A> {{Body}}
        public class Test { private sealed class StandIn : IJobHandler<A> {{Body}} }
        public class Decorator(IJobHandler<A> inner) : IJobHandler<A>
        { public Task HandleAsync(A job, JobContext context, CancellationToken cancellationToken) => inner.HandleAsync(job, context, cancellationToken); }
        [JobHandler] public class Marked : IJobHandler<A> {{Body}}
        public class Derived : Marked;
        public interface IMine : IJobHandler<A>;
        """);

    [Fact]
    public Task The_fix_marks_it() => VerifyFix.OfAsync(
        Rule.HandlerIsNotMarked,
        "Mark it [JobHandler]",
        $$"""
        {{Jobs}}

        namespace Shop
        {
            /// <summary>Does it.</summary>
            [Serializable]
            public class H : IJobHandler<A>
            {{Body}}
        }
        """,
        $$"""
        {{Jobs}}

        namespace Shop
        {
            /// <summary>Does it.</summary>
            [Serializable]
            [JobHandler]
            public class H : IJobHandler<A>
            {{Body}}
        }
        """);

    [Fact]
    public Task Fix_all_marks_each() => VerifyFix.OfAllAsync(
        Rule.HandlerIsNotMarked,
        [
            $"""
            {Jobs}
            """,
            $"""
            // Does it.
            public class One : IJobHandler<A>
            {Body}

            class Two : IJobHandler<B, int>
            {Body.Replace("(A", "(B").Replace("Task H", "Task<int> H").Replace("CompletedTask", "FromResult(1)")}
            """,
        ],
        [
            $"""
            {Jobs}
            """,
            $"""
            // Does it.
            [JobHandler]
            public class One : IJobHandler<A>
            {Body}

            [JobHandler]
            class Two : IJobHandler<B, int>
            {Body.Replace("(A", "(B").Replace("Task H", "Task<int> H").Replace("CompletedTask", "FromResult(1)")}
            """,
        ]);
}
