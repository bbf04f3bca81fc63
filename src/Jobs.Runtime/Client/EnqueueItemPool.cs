namespace Jobs.Client;

/// <summary>Items nobody waits on. Keeps as many as a full batch needs; what a burst made beyond that is left to the collector.</summary>
internal sealed class EnqueueItemPool
{
    private const int Max = Store.IEnqueueRequest.MaxJobs;
    private readonly Lock gate = new();
    private readonly Stack<EnqueueItem> free = new();

    public EnqueueItem Take()
    {
        lock (gate)
        {
            if (free.TryPop(out var item))
            {
                return item;
            }
        }

        return new EnqueueItem(this);
    }

    public void Return(EnqueueItem item)
    {
        lock (gate)
        {
            if (free.Count < Max)
            {
                free.Push(item);
            }
        }
    }
}
