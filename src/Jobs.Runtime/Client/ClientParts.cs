using Jobs.Redis;
using Microsoft.Extensions.Logging;

namespace Jobs.Client;

/// <summary>A client and what lives as long as it.</summary>
internal sealed class ClientParts : IDisposable
{
    private readonly EnqueueLanes lanes;

    public ClientParts(
        JobStore store, ScriptRunner scripts, ClientSettings settings, Func<IReadOnlyList<IJobMiddleware>> middleware, TimeProvider time, ILogger log,
        Func<JobId, string, StoredJob, ValueTask>? cancelled = null)
    {
        Queues = new KnownQueues(store, scripts.Link, time, log);
        var lag = new TimerLag(time);
        lanes = new EnqueueLanes(store, scripts, Queues, settings.EnqueueTimeout, lag, time, log);
        Notices = new EndNotices(scripts.Link, time);
        var calls = new StoreCalls(scripts, settings.EnqueueTimeout, lag, time);
        var reader = new JobReader(store, Queues, calls);
        Client = new JobClient(
            lanes,
            new BulkEnqueue(lanes, settings, lag, time),
            new Lazy<EnqueuePipeline?>(() => middleware() is { Count: > 0 } some ? new EnqueuePipeline(some) : null),
            reader,
            new JobCanceller(store, reader, calls, cancelled),
            new ResultWaiter(store, Notices, calls, time),
            settings,
            time);
    }

    public JobClient Client { get; }

    /// <summary>The queues that are known; a worker adds those it serves.</summary>
    public KnownQueues Queues { get; }

    /// <summary>The ends that are awaited.</summary>
    internal EndNotices Notices { get; }

    /// <summary>Queues that are enqueued into.</summary>
    internal int Lanes => lanes.Count;

    public void Dispose()
    {
        lanes.Dispose();
        Queues.Dispose();
    }
}
