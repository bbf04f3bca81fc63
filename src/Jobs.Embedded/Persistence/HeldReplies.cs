using Garnet.networking;

namespace Jobs.Embedded.Persistence;

/// <summary>Sends the replies of one connection, in order, when all that was written before them is on disk.</summary>
/// <remarks>The session's own lock (<see cref="Enter"/> to <see cref="Exit"/>) is a spin lock and is held while commands run; the one here is
/// taken before it, so that whoever sends after a commit never spins: if a session is inside, it sends when it leaves.</remarks>
internal sealed unsafe class HeldReplies : INetworkSender, IThreadPoolWorkItem
{
    private readonly INetworkSender inner;
    private readonly CommittedReplies committed;
    private readonly object inside = new();
    private readonly Queue<(long Until, byte[] Bytes)> held = [];
    private long oldest = long.MaxValue; // until where the log must be on disk before the first of them may go

    public HeldReplies(INetworkSender inner, CommittedReplies committed)
    {
        this.inner = inner;
        this.committed = committed;
        committed.Add(this);
    }

    /// <summary>Whether a reply waits that may go.</summary>
    public bool IsDue => Volatile.Read(ref oldest) <= committed.OnDisk;

    /// <summary>Gets or sets whether what is sent now says nothing of a write: refusals and reads while the disk fails.</summary>
    public bool IsUnrelated { get; set; }

    public bool SendResponse(int offset, int size)
    {
        var tail = committed.Tail;
        if (held.Count == 0 && (IsUnrelated || committed.OnDisk >= tail))
            return inner.SendResponse(offset, size);
        held.Enqueue((tail, new ReadOnlySpan<byte>(inner.GetResponseObjectHead() + offset, size).ToArray())); // the session writes the next into the same memory
        if (held.Count == 1)
            Volatile.Write(ref oldest, tail);
        committed.Ask();
        return true;
    }

    /// <summary>Sends what may go.</summary>
    public void Execute()
    {
        while (IsDue && Monitor.TryEnter(inside)) // whoever is inside looks on leaving
        {
            try { SendDue(); }
            catch (ObjectDisposedException) { Forget(); } // the client has gone
            finally { Monitor.Exit(inside); }
        }
    }

    public void CloseIfHeld()
    {
        if (Volatile.Read(ref oldest) != long.MaxValue)
            inner.TryClose();
    }

    public void Enter()
    {
        Monitor.Enter(inside);
        inner.Enter();
    }

    public void EnterAndGetResponseObject(out byte* head, out byte* tail)
    {
        Monitor.Enter(inside);
        inner.EnterAndGetResponseObject(out head, out tail);
    }

    public void Exit()
    {
        inner.Exit();
        Leave();
    }

    public void ExitAndReturnResponseObject()
    {
        inner.ExitAndReturnResponseObject();
        Leave();
    }

    public void Dispose()
    {
        committed.Remove(this);
        inner.Dispose();
    }

    public void DisposeNetworkSender(bool waitForSendCompletion)
    {
        committed.Remove(this);
        inner.DisposeNetworkSender(waitForSendCompletion);
    }

    public MaxSizeSettings GetMaxSizeSettings => inner.GetMaxSizeSettings;

    public string RemoteEndpointName => inner.RemoteEndpointName;

    public string LocalEndpointName => inner.LocalEndpointName;

    public bool IsLocalConnection() => inner.IsLocalConnection();

    public void GetResponseObject() => inner.GetResponseObject();

    public void ReturnResponseObject() => inner.ReturnResponseObject();

    public byte* GetResponseObjectHead() => inner.GetResponseObjectHead();

    public byte* GetResponseObjectTail() => inner.GetResponseObjectTail();

    public void SendResponse(byte[] buffer, int offset, int count, object context) => inner.SendResponse(buffer, offset, count, context);

    public void SendCallback(object context) => inner.SendCallback(context);

    public void Throttle() => inner.Throttle();

    public bool TryClose() => inner.TryClose();

    private void Leave()
    {
        Monitor.Exit(inside);
        Execute();
        if (committed.DiskFails)
            CloseIfHeld();
    }

    private void SendDue()
    {
        var onDisk = committed.OnDisk;
        while (held.TryPeek(out var first) && first.Until <= onDisk)
        {
            inner.EnterAndGetResponseObject(out var head, out var end);
            try
            {
                var free = new Span<byte>(head, (int)(end - head));
                var used = 0;
                while (held.TryPeek(out var next) && next.Until <= onDisk && next.Bytes.Length <= free.Length - used) // each was in such memory before, so the first fits
                {
                    next.Bytes.CopyTo(free[used..]);
                    used += next.Bytes.Length;
                    held.Dequeue();
                }
                inner.SendResponse(0, used);
            }
            finally { inner.ExitAndReturnResponseObject(); }
        }
        Volatile.Write(ref oldest, held.TryPeek(out var left) ? left.Until : long.MaxValue);
    }

    private void Forget()
    {
        held.Clear();
        Volatile.Write(ref oldest, long.MaxValue);
    }
}
