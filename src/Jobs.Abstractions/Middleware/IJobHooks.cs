namespace Jobs;

/// <summary>Told how attempts ended, after the outcome is decided and before it is stored. What a hook throws is logged and changes nothing.</summary>
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

    /// <summary>The attempt failed and none will follow.</summary>
    ValueTask OnDeadAsync(JobContext context, Exception error, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The job was cancelled while it ran.</summary>
    ValueTask OnCancelledAsync(JobContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
