namespace Jobs;

/// <summary>Is told how attempts and jobs end. What a hook throws is logged and changes nothing.</summary>
/// <remarks>
/// <para>The process that ends a job tells its own hooks, once. A worker tells how each attempt ended, after it has decided the outcome and before it stores it: a worker that dies in
/// between tells nobody, and a later attempt is told for itself. A slot stays taken while its hooks run; keep them short.</para>
/// <para>A job may end without an attempt. The worker tells of a payload that it cannot read (dead), of jobs that it quarantines when it recovers them (dead), and of jobs that
/// were to be cancelled when it had fetched or recovered them. A client whose <see cref="IJobClient.CancelAsync"/> cancels a waiting job tells the hooks of its own instance before
/// the call returns; two clients that cancel the same job at the same moment may both tell. The context of such a job has no <see cref="JobContext.Payload"/>; its
/// <see cref="JobContext.Attempt"/> is the one that would have come next, and its <see cref="JobContext.JobName"/> is <c>?</c> where the stored job cannot be read.</para>
/// </remarks>
public interface IJobHooks
{
    /// <summary>The handler returned.</summary>
    ValueTask OnCompletedAsync(JobContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The attempt failed and another one will follow.</summary>
    /// <param name="context">The attempt.</param>
    /// <param name="error">What it failed with.</param>
    /// <param name="retryIn">How long until the next one.</param>
    /// <param name="cancellationToken">Cancelled when the worker's shutdown time has run out.</param>
    ValueTask OnRetryAsync(JobContext context, Exception error, TimeSpan retryIn, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The job is dead: the attempt failed and none will follow, its payload cannot be read, or it is quarantined since its workers died.</summary>
    /// <param name="context">The attempt, or the job without one.</param>
    /// <param name="error">What it failed with; for a quarantined job a <see cref="JobDeadException"/>.</param>
    /// <param name="cancellationToken">Cancelled when the worker's shutdown time has run out.</param>
    ValueTask OnDeadAsync(JobContext context, Exception error, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The job was cancelled, while it ran or while it waited.</summary>
    /// <param name="context">The attempt, or the job without one.</param>
    /// <param name="cancellationToken">Cancelled when the worker's shutdown time has run out.</param>
    ValueTask OnCancelledAsync(JobContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
