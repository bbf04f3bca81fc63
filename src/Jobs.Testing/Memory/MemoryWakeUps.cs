using Jobs.Store;

namespace Jobs.Testing.Memory;

/// <summary>The messages of a store in memory: each is a call of whoever listens.</summary>
internal sealed class MemoryWakeUps : IWakeUps
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Channel, string Queue, string Of), List<Action<ReadOnlyMemory<byte>>>> listeners = [];

    public IListening OfSession(string queue, string session, Action woken) => new Listening(this, ("wake", queue, session), _ => woken());

    public IListening OfUpkeep(string queue, Action<ReadOnlyMemory<byte>> told) => new Listening(this, ("upkeep", queue, ""), told);

    public Task TellAsync(string queue, ReadOnlyMemory<byte> found)
    {
        Send(("upkeep", queue, ""), found);
        return Task.CompletedTask;
    }

    public IEndNotice Join(string queue, JobId id)
    {
        var notice = new EndNotice();
        notice.Listening = new Listening(this, ("end", queue, id.ToString()), _ => notice.End());
        notice.Listening.Begin();
        return notice;
    }

    public void Leave(IEndNotice notice) => ((EndNotice)notice).Listening!.End();

    /// <returns>True: the session listens.</returns>
    public bool Hears(string queue, string session)
    {
        lock (gate)
        {
            return listeners.ContainsKey(("wake", queue, session));
        }
    }

    public void Wake(string queue, string session) => Send(("wake", queue, session), default);

    public void Announce(string queue, JobId id) => Send(("end", queue, id.ToString()), default);

    private void Send((string Channel, string Queue, string Of) to, ReadOnlyMemory<byte> message)
    {
        Action<ReadOnlyMemory<byte>>[] heard;
        lock (gate)
        {
            heard = listeners.TryGetValue(to, out var known) ? [.. known] : [];
        }

        foreach (var listener in heard)
        {
            listener(message);
        }
    }

    private sealed class Listening(MemoryWakeUps messages, (string Channel, string Queue, string Of) to, Action<ReadOnlyMemory<byte>> heard) : IListening
    {
        public Task BeginAsync()
        {
            Begin();
            return Task.CompletedTask;
        }

        public Task EndAsync()
        {
            End();
            return Task.CompletedTask;
        }

        public void Begin()
        {
            lock (messages.gate)
            {
                if (!messages.listeners.TryGetValue(to, out var known))
                {
                    messages.listeners[to] = known = [];
                }

                if (!known.Contains(heard))
                {
                    known.Add(heard);
                }
            }
        }

        public void End()
        {
            lock (messages.gate)
            {
                if (messages.listeners.TryGetValue(to, out var known) && known.Remove(heard) && known.Count == 0)
                {
                    messages.listeners.Remove(to);
                }
            }
        }
    }

    private sealed class EndNotice : IEndNotice
    {
        private TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Listening? Listening { get; set; }

        public Task Subscribed => Task.CompletedTask;

        public Task Ended => Volatile.Read(ref ended).Task;

        public void End() => Interlocked.Exchange(ref ended, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
