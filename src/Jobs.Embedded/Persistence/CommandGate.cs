namespace Jobs.Embedded.Persistence;

/// <summary>Lets commands run together, and the commit of the log only while none runs.</summary>
/// <remarks>Garnet logs the writes of a script one by one, without marking where it begins and ends. A commit in the middle of a
/// script, followed by a kill, would bring half of it back: a job taken from one key and not yet in the next.</remarks>
internal sealed class CommandGate : IDisposable
{
    /// <summary>A client that blocks in a command would hold up all others: after this the commit goes ahead.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(250);

    private readonly ReaderWriterLockSlim running = new(LockRecursionPolicy.SupportsRecursion);
    private readonly SemaphoreSlim changed = new(0);
    private int uncommitted;
    private volatile bool closed;

    /// <summary>Waits for the next command after the last commit.</summary>
    public Task WaitForCommandsAsync(CancellationToken ct) => changed.WaitAsync(ct);

    /// <summary>False: the server is stopping, so the command must not run. What ran now would be lost after it was answered.</summary>
    public bool TryEnter()
    {
        running.EnterReadLock();
        if (closed)
        {
            running.ExitReadLock();
            return false;
        }
        if (Volatile.Read(ref uncommitted) == 0 && Interlocked.Exchange(ref uncommitted, 1) == 0)
            changed.Release();
        return true;
    }

    public void Exit() => running.ExitReadLock();

    /// <summary>Runs <paramref name="commit"/> up to its first await between two commands.</summary>
    public ValueTask<bool> Between(Func<ValueTask<bool>> commit, bool close = false)
    {
        var alone = running.TryEnterWriteLock(MaxWait);
        try
        {
            closed |= close;
            Volatile.Write(ref uncommitted, 0);
            return commit();
        }
        finally
        {
            if (alone)
                running.ExitWriteLock();
        }
    }

    public void Dispose()
    {
        running.Dispose();
        changed.Dispose();
    }
}
