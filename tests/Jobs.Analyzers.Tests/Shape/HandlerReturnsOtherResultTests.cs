namespace Jobs.Analyzers.Tests.Shape;

public class HandlerReturnsOtherResultTests
{
    [Theory]
    [InlineData("IJobHandler<Render>", "Task", "CompletedTask")]
    [InlineData("IJobHandler<Render, string>", "Task<string>", "FromResult(\"\")")]
    public Task A_handler_that_does_not_return_what_the_job_promises_is_reported(string handler, string task, string value) => Verify.ReportsAsync(
        Rule.HandlerReturnsOtherResult,
        $$"""
        namespace Shop;
        [Job<Uri>("render")] public partial record Render(int Id);
        [JobHandler] public class [|RenderHandler|] : {{handler}}
        { public {{task}} HandleAsync(Render job, JobContext context, CancellationToken cancellationToken) => Task.{{value}}; }
        """,
        "Job 'render' has a result of type 'System.Uri': implement 'IJobHandler<Render, System.Uri>' in 'RenderHandler'");

    [Fact]
    public Task A_handler_that_returns_what_nobody_gets_is_reported() => Verify.ReportsAsync(
        Rule.HandlerReturnsOtherResult,
        """
        [Job("render")] public partial record Render(int Id);
        [JobHandler] public class [|RenderHandler|] : IJobHandler<Render, Uri>
        { public Task<Uri> HandleAsync(Render job, JobContext context, CancellationToken cancellationToken) => Task.FromResult(new Uri("about:blank")); }
        """,
        "Job 'render' has no result: implement 'IJobHandler<Render>' in 'RenderHandler', or mark the payload [Job<System.Uri>]");

    [Fact]
    public Task A_handler_that_returns_it_is_fine() => Verify.IsSilentAsync(
        """
        [Job<Uri>("render")] public partial record Render(int Id);
        [JobHandler] public class RenderHandler : IJobHandler<Render, Uri>
        { public Task<Uri> HandleAsync(Render job, JobContext context, CancellationToken cancellationToken) => Task.FromResult(new Uri("about:blank")); }
        """);
}
