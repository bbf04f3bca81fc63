namespace Jobs;

/// <summary>Code around every enqueue and every attempt: tenancy, culture, validation, tracing. Registered in the order it is to run,
/// outermost first. One object serves all calls.</summary>
public interface IJobMiddleware
{
    /// <summary>Around the storing of a job. Not calling <paramref name="next"/> stores nothing, so throw to say why.</summary>
    ValueTask<JobHandle> EnqueueAsync(EnqueueContext context, EnqueueDelegate next, CancellationToken cancellationToken) => next(context, cancellationToken);

    /// <summary>Around one attempt. An exception is the attempt's failure, as if the handler had thrown it.</summary>
    Task ExecuteAsync(JobContext context, JobDelegate next, CancellationToken cancellationToken) => next(context, cancellationToken);
}

/// <summary>The rest of the way of a job into its queue.</summary>
public delegate ValueTask<JobHandle> EnqueueDelegate(EnqueueContext context, CancellationToken cancellationToken);

/// <summary>The rest of an attempt.</summary>
public delegate Task JobDelegate(JobContext context, CancellationToken cancellationToken);
