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
        lanes = new EnqueueLanes(store, scripts, Queues, settings.EnqueueTimeout, time, log);
        var calls = new StoreCalls(scripts, settings.EnqueueTimeout, time);
        var reader = new JobReader(store, Queues, calls);
        Client = new JobClient(
            lanes,
            new BulkEnqueue(lanes, settings, time),
            new Lazy<EnqueuePipeline?>(() => middleware() is { Count: > 0 } some ? new EnqueuePipeline(some) : null),
            reader,
            new JobCanceller(store, reader, calls, cancelled),
            new ResultWaiter(store, scripts.Link, calls, time),
            settings,
            time);
    }

    public JobClient Client { get; }

    /// <summary>The queues that are known; a worker adds those it serves.</summary>
    public KnownQueues Queues { get; }

    public void Dispose()
    {
        lanes.Dispose();
        Queues.Dispose();
    }
}
