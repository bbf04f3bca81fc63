using System.Collections.Concurrent;
using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>What an instance has in Redis: its queues, and the keys beside them.</summary>
internal sealed class JobStore : IJobStore
{
    /// <summary>So many queues are kept. Whoever calls often keeps them himself; the others are made anew for little.</summary>
    internal const int MaxQueues = 1024;

    private readonly ConcurrentDictionary<string, RedisQueue> queues = new(StringComparer.Ordinal);
    private readonly ScriptRunner scripts;
    private readonly string prefix;

    public JobStore(ScriptRunner scripts, string prefix)
    {
        this.scripts = scripts;
        this.prefix = prefix;
        (QueuesKey, QueueUsesKey, ManifestsKey) = (prefix + ":queues", prefix + ":queues:used", prefix + ":manifests");
        List = new RedisQueueList(this, scripts.Link);
        Manifests = new RedisManifests(ManifestsKey, scripts);
    }

    /// <summary>Followed by nothing: the set of queues in use. Outside any queue's hash tag, as <see cref="QueueUsesKey"/> and <see cref="ManifestsKey"/> are.</summary>
    public RedisKey QueuesKey { get; }

    /// <summary>When each of them was last used, to a few minutes: unix seconds.</summary>
    public RedisKey QueueUsesKey { get; }

    /// <summary>What workers have published of the jobs they run.</summary>
    public RedisKey ManifestsKey { get; }

    public IStoreLink Link => scripts;

    public IQueueList List { get; }

    public IManifestSets Manifests { get; }

    /// <summary>How many queues are kept.</summary>
    internal int KeptQueues => queues.Count;

    public RedisQueue Queue(string queue) => queues.TryGetValue(queue, out var known) ? known : Keep(Make(queue));

    public RedisQueue Passing(string queue) => queues.TryGetValue(queue, out var known) ? known : Make(queue);

    IQueueStore IJobStore.Queue(string queue) => Queue(queue);

    IQueueStore IJobStore.Passing(string queue) => Passing(queue);

    internal static byte[] Bytes(JobId id)
    {
        var bytes = new byte[JobId.Size];
        id.WriteTo(bytes);
        return bytes;
    }

    private RedisQueue Make(string queue) => new(scripts, new QueueNames(prefix, queue, scripts.Channels));

    private RedisQueue Keep(RedisQueue queue)
    {
        if (queues.Count >= MaxQueues)
        {
            queues.Clear();
        }

        return queues.GetOrAdd(queue.Queue, queue);
    }
}
