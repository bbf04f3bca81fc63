namespace Jobs.Analyzers.Tests.Idempotency;

public class StepResultNotRecordableTests
{
    [Fact]
    public Task An_anonymous_type_is_reported_at_the_step() => Verify.ReportsAsync(
        Rule.StepResultNotRecordable,
        """
        [Job("a")] public partial record A(int N);
        [JobHandler]
        public class H : IJobHandler<A>
        {
            public async Task HandleAsync(A job, JobContext context, CancellationToken cancellationToken)
            {
                var step = await context.[|OnceAsync|]("x", _ => Task.FromResult(new { A = 1 }), cancellationToken);
                Console.WriteLine(step.A);
            }
        }
        """,
        "The result of this step cannot be recorded: the result has type '<anonymous type: int A>', which has no wire form: "
        + "an anonymous type has no name that generated code could use: declare a record");
}
