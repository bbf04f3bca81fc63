namespace Jobs.Embedded.Persistence;

/// <summary>Lets commands run together, and the commit of the log only while none runs.</summary>
/// <remarks>Garnet logs the writes of a script one by one, without marking where it begins and ends. A commit in the middle of a
/// script, followed by a kill, would bring half of it back: a job taken from one key and not yet in the next.</remarks>
internal sealed class CommandGate : IDisposable
{
    /// <summary>Some commands block on purpose (BLPOP); while one does and the lock is asked for, all others wait too. So not for ever.</summary>
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
        AskForCommit();
        return true;
    }

    /// <summary>Ends <see cref="WaitForCommandsAsync"/>.</summary>
    public void AskForCommit()
    {
        if (Volatile.Read(ref uncommitted) == 0 && Interlocked.Exchange(ref uncommitted, 1) == 0)
            changed.Release();
    }

    public void Exit() => running.ExitReadLock();

    /// <summary>No command runs any more.</summary>
    public void Close() => Between(_ => closed = true);

    /// <summary>Runs <paramref name="action"/> (if asynchronous, up to its first await) between two commands. It is told whether
    /// it is really alone: false, if some command would not end.</summary>
    public T Between<T>(Func<bool, T> action)
    {
        var alone = running.TryEnterWriteLock(MaxWait);
        try
        {
            Volatile.Write(ref uncommitted, 0);
            return action(alone);
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
