namespace Jobs.Redis;

/// <summary>Objects that are used again, a few at a time.</summary>
/// <remarks>What a failed call has used is not given back: the call may still stand in the connection's backlog, and be sent out of it.</remarks>
/// <param name="max">How many are kept.</param>
/// <param name="make">Makes one where none is free.</param>
internal sealed class Spare<T>(int max, Func<T> make) where T : class
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

        return make();
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
