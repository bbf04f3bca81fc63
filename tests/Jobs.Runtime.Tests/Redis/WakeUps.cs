namespace Jobs.Runtime.Tests.Redis;

/// <summary>The wake-ups of some sessions, counted without waiting.</summary>
internal abstract class WakeUps : IAsyncDisposable
{
    public static Task<WakeUps> ListenAsync(StoreQueue queue, params string[] sessions) => queue.ListenAsync(sessions);

    /// <summary>How often each was woken since the last count.</summary>
    public abstract Task<Dictionary<string, int>> CountAsync();

    public abstract ValueTask DisposeAsync();
}
