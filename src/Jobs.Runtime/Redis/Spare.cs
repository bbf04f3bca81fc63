namespace Jobs.Redis;

/// <summary>Objects that are used again, a few at a time.</summary>
/// <remarks>What a failed call has used is not given back: the call may still stand in the connection's backlog, and be sent out of it.</remarks>
internal sealed class Spare<T>(int max) where T : class, new()
{
    private readonly Lock gate = new();
    private readonly Stack<T> free = new();

    public T Take()
    {
        lock (gate)
        {
            if (free.TryPop(out var one))
            {
                return one;
            }
        }

        return new T();
    }

    public void Return(T one)
    {
        lock (gate)
        {
            if (free.Count < max)
            {
                free.Push(one);
            }
        }
    }
}
