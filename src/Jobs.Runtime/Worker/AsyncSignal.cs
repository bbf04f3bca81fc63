using System.Threading.Tasks.Sources;

namespace Jobs.Worker;

/// <summary>Wakes one waiting loop; set any number of times before, it wakes once. One waiter at a time; waiting allocates nothing.</summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private const int Idle = 0, Set = 1, Waiting = 2;
    private ManualResetValueTaskSourceCore<bool> source = new() { RunContinuationsAsynchronously = true };
    private int state;

    public void Raise()
    {
        Interlocked.MemoryBarrier(); // what the caller wrote must be visible before an already raised signal is trusted
        if (Volatile.Read(ref state) != Set && Interlocked.Exchange(ref state, Set) == Waiting)
        {
            source.SetResult(true);
        }
    }

    public ValueTask WaitAsync()
    {
        source.Reset();
        if (Interlocked.CompareExchange(ref state, Waiting, Idle) == Set)
        {
            Interlocked.Exchange(ref state, Idle);
            return ValueTask.CompletedTask;
        }

        return new ValueTask(this, source.Version);
    }

    void IValueTaskSource.GetResult(short token)
    {
        source.GetResult(token);
        Interlocked.Exchange(ref state, Idle); // a full fence: the loop reads its work after this
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        source.OnCompleted(continuation, state, token, flags);
}
