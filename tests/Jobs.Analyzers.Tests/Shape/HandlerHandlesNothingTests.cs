namespace Jobs.Analyzers.Tests.Shape;

public class HandlerHandlesNothingTests
{
    [Fact]
    public Task A_handler_without_a_job_is_reported() => Verify.ReportsAsync(
        Rule.HandlerHandlesNothing,
        "[JobHandler] public class [|SendEmailHandler|] : IDisposable { public void Dispose() { } }",
        "'SendEmailHandler' is marked [JobHandler] and implements no 'IJobHandler<TJob>': implement it for the job it is to run");

    [Fact]
    public Task Handlers_are_fine_whichever_way_they_implement_it() => Verify.IsSilentAsync(
        """
        [Job("a")] public partial record A(int N);
        [Job("b")] public partial record B(int N);
        [Job<string>("c")] public partial record C(int N);

        public abstract class Base<TJob> : IJobHandler<TJob> where TJob : IJob<TJob>
        {
            public Task HandleAsync(TJob job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
        }

        [JobHandler] public sealed class AHandler : Base<A>;

        [JobHandler] internal class BAndCHandler(TimeProvider time) : IJobHandler<B>, IJobHandler<C, string>
        {
            Task IJobHandler<B>.HandleAsync(B job, JobContext context, CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);
            public Task<string> HandleAsync(C job, JobContext context, CancellationToken cancellationToken) => Task.FromResult(time.ToString()!);
        }
        """);
}
