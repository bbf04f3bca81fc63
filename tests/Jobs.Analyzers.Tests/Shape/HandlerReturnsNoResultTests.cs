namespace Jobs.Analyzers.Tests.Shape;

public class HandlerReturnsNoResultTests
{
    [Fact]
    public Task A_handler_that_returns_nothing_for_a_job_with_a_result_is_reported() => Verify.ReportsAsync(
        Rule.HandlerReturnsNoResult,
        """
        namespace Shop;
        [Job<Uri>("render")] public partial record Render(int Id);
        [JobHandler] public class [|RenderHandler|] : IJobHandler<Render>
        { public Task HandleAsync(Render job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask; }
        """,
        "Job 'render' has a result of type 'System.Uri': implement 'IJobHandler<Render, System.Uri>' in 'RenderHandler', or whoever waits for the result gets an error");

    [Fact]
    public Task A_handler_that_returns_it_is_fine() => Verify.IsSilentAsync(
        """
        [Job<Uri>("render")] public partial record Render(int Id);
        [JobHandler] public class RenderHandler : IJobHandler<Render, Uri>
        { public Task<Uri> HandleAsync(Render job, JobContext context, CancellationToken cancellationToken) => Task.FromResult(new Uri("about:blank")); }
        """);
}
