using Jobs.Store;

namespace Jobs.Testing.Memory;

/// <summary>The list of queues of a store in memory.</summary>
/// <param name="isInUse">A queue holds a job or a session.</param>
internal sealed class MemoryQueueList(Func<string, bool> isInUse) : IQueueList
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> uses = new(StringComparer.Ordinal);

    public Task AddAsync(IReadOnlyCollection<string> queues, DateTimeOffset now)
    {
        lock (gate)
        {
            foreach (var queue in queues)
            {
                uses[queue] = now;
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyCollection<string>> AllAsync()
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyCollection<string>>([.. uses.Keys]);
        }
    }

    public Task<IReadOnlyList<string>> DropUnusedAsync(DateTimeOffset now, TimeSpan patience, int max)
    {
        lock (gate)
        {
            string[] left = [.. uses.Where(use => use.Value < now - patience).OrderBy(static use => use.Value).Take(max).Select(static use => use.Key).Where(queue => !isInUse(queue))];
            foreach (var queue in left)
            {
                uses.Remove(queue);
            }

            return Task.FromResult<IReadOnlyList<string>>(left);
        }
    }
}
