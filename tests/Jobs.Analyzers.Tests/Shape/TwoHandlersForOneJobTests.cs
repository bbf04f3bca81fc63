namespace Jobs.Analyzers.Tests.Shape;

public class TwoHandlersForOneJobTests
{
    private const string Body = "{ public Task HandleAsync(A job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask; }";

    [Fact]
    public Task The_second_handler_of_a_job_is_reported() => Verify.ReportsAsync(
        Rule.TwoHandlersForOneJob,
        $$"""
        [Job("a")] public partial record A(int N);
        [JobHandler] public class One : IJobHandler<A> {{Body}}
        [JobHandler] public class [|Two|] : IJobHandler<A> {{Body}}
        """,
        "Job 'a' is handled by 'One' and by 'Two': a job has one handler, so remove one");

    [Fact]
    public Task The_first_in_the_order_of_the_files_keeps_the_job() => Verify.ReportsAsync(
        Rule.TwoHandlersForOneJob,
        [
            $$"""[JobHandler] public class Z : IJobHandler<A> {{Body}}""",
            $$"""[JobHandler] public class [|B|] : IJobHandler<A> {{Body}} [JobHandler] public class [|C|] : IJobHandler<A> {{Body}}""",
            """[Job("a")] public partial record A(int N);""",
        ],
        Sources.References,
        "Job 'a' is handled by 'Z' and by 'B': a job has one handler, so remove one",
        "Job 'a' is handled by 'Z' and by 'C': a job has one handler, so remove one");

    [Theory]
    [InlineData("public abstract class [|Two|]", "it is abstract; mark the classes that derive from it")]
    [InlineData("public class [|Two|]<T>", "it is generic, or in a generic type; mark a class that closes it")]
    public Task A_handler_that_cannot_be_made_is_reported_for_that_alone(string declaration, string problem) => Verify.ReportsAsync(
        Rule.HandlerCannotBeConstructed,
        $$"""
        [Job("a")] public partial record A(int N);
        [JobHandler] public class One : IJobHandler<A> {{Body}}
        [JobHandler] {{declaration}} : IJobHandler<A> {{Body}}
        """,
        $"'Two' cannot be made by a worker: {problem}");

    [Fact]
    public Task A_base_class_without_the_mark_does_not_count() => Verify.IsSilentAsync(
        $$"""
        [Job("a")] public partial record A(int N);
        public abstract class Base : IJobHandler<A> {{Body}}
        [JobHandler] public class One : Base;
        """);

    [Fact]
    public Task Two_jobs_have_a_handler_each() => Verify.IsSilentAsync(
        $$"""
        [Job("a")] public partial record A(int N);
        [Job("b")] public partial record B(int N);
        [JobHandler] public class One : IJobHandler<A> {{Body}}
        [JobHandler] public class Two : IJobHandler<B> {{Body.Replace("(A job", "(B job")}}
        """);
}
