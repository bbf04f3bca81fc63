namespace Jobs.Runtime.Tests.Worker;

/// <summary>What most tests enqueue.</summary>
[Job("work", Queue = "q", Retry = "none")]
internal sealed partial record Work(string Text);

/// <summary>A job with a result.</summary>
[Job<int>("sum", Queue = "q", Retry = "none")]
internal sealed partial record Sum(int A, int B);

/// <summary>A job with everything set, so that a test sees where each comes from.</summary>
[Job("strict-work", Queue = "q", Aliases = ["old-work"], MaxAttempts = 2, TimeoutSeconds = 60, Retry = "1h", RetentionSeconds = 120)]
internal sealed partial record StrictWork(string Text);

/// <summary>A job that some workers do not know.</summary>
[Job("rare", Queue = "q", Retry = "none")]
internal sealed partial record Rare(string Text);

/// <summary>A handler made of a lambda.</summary>
internal sealed class LambdaHandler<TJob>(Func<TJob, JobContext, CancellationToken, Task> body) : IJobHandler<TJob> where TJob : IJob<TJob>
{
    public Task HandleAsync(TJob job, JobContext context, CancellationToken cancellationToken) => body(job, context, cancellationToken);
}

/// <summary>A handler with a result, made of a lambda.</summary>
internal sealed class LambdaHandler<TJob, TResult>(Func<TJob, JobContext, CancellationToken, Task<TResult>> body) : IJobHandler<TJob, TResult>
    where TJob : IJob<TJob, TResult>
{
    public Task<TResult> HandleAsync(TJob job, JobContext context, CancellationToken cancellationToken) => body(job, context, cancellationToken);
}
