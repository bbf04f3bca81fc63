namespace Jobs.Runtime.Tests.Worker;

/// <summary>What handlers tell a test: values in order, and somebody who waits for the n-th.</summary>
internal sealed class Told<T>
{
    private readonly Lock gate = new();
    private readonly List<T> values = [];
    private readonly List<(int Count, TaskCompletionSource Done)> waiting = [];

    public int Count
    {
        get
        {
            lock (gate)
                return values.Count;
        }
    }

    public T[] Values
    {
        get
        {
            lock (gate)
                return [.. values];
        }
    }

    public void Add(T value)
    {
        lock (gate)
        {
            values.Add(value);
            foreach (var (_, done) in waiting.Where(w => w.Count <= values.Count))
                done.TrySetResult();
            waiting.RemoveAll(w => w.Count <= values.Count);
        }
    }

    /// <summary>The first so many values, once they are there.</summary>
    public async Task<T[]> FirstAsync(int count)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (values.Count >= count)
                done.SetResult();
            else
                waiting.Add((count, done));
        }
        try
        {
            await done.Task.Soon();
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited for {count} values, got {Count}: {string.Join(", ", Values.Take(20))}");
        }
        return [.. Values.Take(count)];
    }
}

/// <summary>How many are in at a time, and how many ever were.</summary>
internal sealed class Crowd
{
    private int now;
    private int most;

    public int Most => Volatile.Read(ref most);

    public int Enter()
    {
        var here = Interlocked.Increment(ref now);
        InterlockedMax(here);
        return here;
    }

    public void Leave() => Interlocked.Decrement(ref now);

    private void InterlockedMax(int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen;)
            seen = Interlocked.CompareExchange(ref most, value, seen) is var was && was == seen ? value : was;
    }
}
