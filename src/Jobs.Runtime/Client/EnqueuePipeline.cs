namespace Jobs.Client;

/// <summary>Middleware around the storing of jobs. Without any there is no pipeline, so an application that has none pays nothing.</summary>
internal sealed class EnqueuePipeline(IReadOnlyList<IJobMiddleware> middleware, Store.IStoreLink link)
{
    /// <summary>So many calls of a bulk go through their middleware at a time.</summary>
    private const int BulkWindow = Store.IEnqueueRequest.MaxJobs;

    public ValueTask<JobHandle> RunAsync<TJob>(TJob payload, EnqueueOptions? options, JobClient client, CancellationToken cancellationToken)
        where TJob : IJob<TJob>
    {
        EnqueueRules.ForOne(options, TJob.Definition);
        return Through(payload, options, (context, ct) => client.StoreAsync((TJob)context.Payload, context.Options, ct), cancellationToken);
    }

    /// <summary>Each payload goes through the middleware by itself; the calls behind it still share round trips.</summary>
    public async ValueTask<IReadOnlyList<JobHandle>> RunManyAsync<TJob>(
        IEnumerable<TJob> payloads, EnqueueOptions? options, JobClient client, TimeProvider time, CancellationToken cancellationToken)
        where TJob : IJob<TJob>
    {
        _ = EnqueueRules.TermsOf(options, TJob.Definition);
        TJob[] all = [.. BulkPayloads.Each(payloads, options, cancellationToken)]; // to its end before the first is sent: it may throw in the middle
        var bulk = new MiddlewareBulk(TJob.Definition, options, all.Length, link, time);
        foreach (var window in Enumerable.Range(0, all.Length).Chunk(BulkWindow))
        {
            var calls = new List<Task>(window.Length);
            foreach (var i in window)
            {
                if (bulk.HasFailed || cancellationToken.IsCancellationRequested)
                {
                    break;
                }

                calls.Add(bulk.RunAsync(i, item => Through(
                    all[i], item.Options, (context, ct) => item.StoreAsync(client, (TJob)context.Payload, context.Options, ct), cancellationToken)));
            }

            await Task.WhenAll(calls).ConfigureAwait(false);
        }

        return bulk.Handles(cancellationToken);
    }

    private static readonly EnqueueOptions NoOptions = new();

    private ValueTask<JobHandle> Through<TJob>(TJob payload, EnqueueOptions? options, EnqueueDelegate store, CancellationToken cancellationToken)
        where TJob : IJob<TJob>
    {
        var next = store;
        for (var i = middleware.Count - 1; i >= 0; i--)
        {
            next = Around(middleware[i], next);
        }

        var start = new EnqueueContext { Definition = TJob.Definition, Payload = payload!, Options = options ?? NoOptions };
        return next(start, cancellationToken);
    }

    private static EnqueueDelegate Around(IJobMiddleware middleware, EnqueueDelegate next) =>
        (context, ct) => middleware.EnqueueAsync(context, next, ct);
}
