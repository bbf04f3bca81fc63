using System.Collections.Concurrent;
using Tsavorite.core;

namespace Jobs.Embedded.Persistence;

/// <summary>Knows how much of the log is on disk, and lets go the replies that wait for it.</summary>
internal sealed class CommittedReplies(TsavoriteLog log, LogDisk disk, CommandGate gate)
{
    private readonly ConcurrentDictionary<HeldReplies, byte> connections = new();

    /// <summary>All that was written to the log so far, on disk or not.</summary>
    public long Tail => log.TailAddress;

    public long OnDisk => Volatile.Read(ref log.CommittedUntilAddress);

    public bool DiskFails => disk.Failure is not null;

    public void Add(HeldReplies connection) => connections.TryAdd(connection, 0);

    public void Remove(HeldReplies connection) => connections.TryRemove(connection, out _);

    /// <summary>A reply waits for a commit.</summary>
    public void Ask() => gate.AskForCommit();

    /// <summary>After a commit.</summary>
    public void Release()
    {
        foreach (var (connection, _) in connections)
        {
            if (connection.IsDue) // on another thread: a client that does not read holds nobody else up
                ThreadPool.UnsafeQueueUserWorkItem(connection, preferLocal: false);
        }
    }

    /// <summary>After a failed write: whether the commands of those replies will be on disk nobody can know, so their callers are told nothing.</summary>
    public void CloseHeld()
    {
        foreach (var (connection, _) in connections)
            connection.CloseIfHeld();
    }
}
