namespace Jobs.Client;

/// <summary>Middleware around the storing of jobs. Without any there is no pipeline, so an application that has none pays nothing.</summary>
internal sealed class EnqueuePipeline(IReadOnlyList<IJobMiddleware> middleware)
{
    /// <summary>So many calls of a bulk go through their middleware at a time.</summary>
    private const int BulkWindow = Redis.EnqueueRequest.MaxJobs;

    public ValueTask<JobHandle> RunAsync<TJob>(TJob payload, EnqueueOptions? options, JobClient client, CancellationToken cancellationToken)
        where TJob : IJob<TJob>
    {
        EnqueueDelegate next = (context, ct) => client.StoreAsync((TJob)context.Payload, context.Options, ct);
        for (var i = middleware.Count - 1; i >= 0; i--)
        {
            next = Around(middleware[i], next);
        }

        var start = new EnqueueContext { Definition = TJob.Definition, Payload = payload!, Options = options ?? NoOptions };
        return next(start, cancellationToken);
    }

    /// <summary>Each payload goes through the middleware by itself; the calls behind it still share round trips.</summary>
    public async ValueTask<IReadOnlyList<JobHandle>> RunManyAsync<TJob>(
        IEnumerable<TJob> payloads, EnqueueOptions? options, JobClient client, CancellationToken cancellationToken)
        where TJob : IJob<TJob>
    {
        EnqueueRules.ForMany(options, TJob.Definition);
        EnqueueRules.TimeOf(options, TJob.Definition);
        var outcome = new MiddlewareBulk(TJob.Definition, options?.Queue ?? TJob.Definition.Queue);
        foreach (var window in payloads.Chunk(BulkWindow))
        {
            var calls = new Task<JobHandle>?[window.Length];
            for (var i = 0; i < window.Length && !outcome.HasFailed; i++)
            {
                calls[i] = StartAsync(window[i], options, client, cancellationToken);
            }

            foreach (var call in calls)
            {
                await outcome.AddAsync(call).ConfigureAwait(false);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return outcome.Handles();
    }

    private static readonly EnqueueOptions NoOptions = new();

    private static EnqueueDelegate Around(IJobMiddleware middleware, EnqueueDelegate next) =>
        (context, ct) => middleware.EnqueueAsync(context, next, ct);

    /// <summary>A task even for what fails at once, so that one payload's failure leaves the others theirs.</summary>
    private async Task<JobHandle> StartAsync<TJob>(TJob payload, EnqueueOptions? options, JobClient client, CancellationToken cancellationToken)
        where TJob : IJob<TJob> =>
        payload is null
            ? throw new ArgumentException($"A payload of many jobs '{TJob.Definition.Name}' is null.", nameof(payload))
            : await RunAsync(payload, options, client, cancellationToken).ConfigureAwait(false);
}
