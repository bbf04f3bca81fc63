using System.Collections.Concurrent;
using Jobs.Store;

namespace Jobs.Testing.Memory;

/// <summary>A store in this process. What it holds ends with it.</summary>
/// <param name="time">The clock that everything in it goes by.</param>
internal sealed class MemoryStore(TimeProvider time) : IJobStore
{
    private readonly ConcurrentDictionary<string, MemoryQueue> queues = new(StringComparer.Ordinal);

    public IStoreLink Link { get; } = new MemoryLink();

    public IQueueList List => field ??= new MemoryQueueList(queue => queues.TryGetValue(queue, out var known) && known.IsInUse);

    public IManifestSets Manifests { get; } = new MemoryManifests(time);

    /// <summary>What wakes sessions and tells of ends.</summary>
    public MemoryWakeUps Messages { get; } = new();

    public MemoryQueue Queue(string queue) => queues.GetOrAdd(queue, name => new MemoryQueue(name, Messages, time));

    IQueueStore IJobStore.Queue(string queue) => Queue(queue);

    IQueueStore IJobStore.Passing(string queue) => Queue(queue);
}
