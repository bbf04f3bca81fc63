using Jobs.Inspection;
using Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Jobs.Client;

/// <summary>A client and what lives as long as it.</summary>
internal sealed class ClientParts : IDisposable
{
    private readonly EnqueueLanes lanes;

    public ClientParts(
        IJobStore store, IWakeUps messages, ClientSettings settings, Func<IReadOnlyList<IJobMiddleware>> middleware, TimeProvider time, ILogger log,
        Func<JobId, string, StoredJob, ValueTask>? cancelled = null)
    {
        Queues = new KnownQueues(store.List, time, log);
        var lag = new TimerLag(time);
        lanes = new EnqueueLanes(store, Queues, settings.EnqueueTimeout, lag, time, log);
        var calls = new StoreCalls(store.Link, settings.EnqueueTimeout, lag, time);
        var reader = new JobReader(store, Queues.AllAsync, calls);
        Client = new JobClient(
            lanes,
            new BulkEnqueue(lanes, store.Link, settings, lag, time),
            new Lazy<EnqueuePipeline?>(() => middleware() is { Count: > 0 } some ? new EnqueuePipeline(some, store.Link) : null),
            reader,
            new JobCanceller(reader, calls, cancelled),
            new ResultWaiter(store, messages, calls, time),
            settings,
            time);
    }

    public JobClient Client { get; }

    /// <summary>The queues that are known; a worker adds those it serves.</summary>
    public KnownQueues Queues { get; }

    /// <summary>Queues that are enqueued into.</summary>
    internal int Lanes => lanes.Count;

    public void Dispose()
    {
        lanes.Dispose();
        Queues.Dispose();
    }
}
