namespace Jobs;

/// <summary>Does the work of a job.</summary>
/// <remarks>A job may run more than once: after a failure, and after a worker died. Returning means completed; throwing means failed
/// and tried again, except for <see cref="JobCancelledException"/>, <see cref="JobDeadException"/> and <see cref="JobSnoozeException"/>.</remarks>
/// <typeparam name="TJob">A type marked <c>[Job]</c>; anything else is an error of the analyzers.</typeparam>
// No "where TJob : IJob<TJob>": the compiler would report only that a refused payload has no generated half, and stop before an
// analyzer says why.
public interface IJobHandler<in TJob>
{
    /// <param name="job">The payload.</param>
    /// <param name="context">This attempt: ids, counters, headers.</param>
    /// <param name="cancellationToken">Cancelled by the job's timeout, by a cancellation, and when the worker's shutdown time has run out.</param>
    Task HandleAsync(TJob job, JobContext context, CancellationToken cancellationToken);
}

/// <summary>Does the work of a job that returns a <typeparamref name="TResult"/>.</summary>
/// <inheritdoc cref="IJobHandler{TJob}"/>
/// <typeparam name="TJob">A type marked <c>[Job&lt;TResult&gt;]</c> with the same result; anything else is an error of the analyzers.</typeparam>
/// <typeparam name="TResult">What it returns.</typeparam>
public interface IJobHandler<in TJob, TResult>
{
    /// <inheritdoc cref="IJobHandler{TJob}.HandleAsync"/>
    /// <returns>The result: stored with the job for its retention.</returns>
    Task<TResult> HandleAsync(TJob job, JobContext context, CancellationToken cancellationToken);
}
