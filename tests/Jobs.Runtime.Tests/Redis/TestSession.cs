using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>A session that numbers its turns, as a worker does.</summary>
internal sealed class TestSession(TestQueue queue, string name)
{
    private readonly TurnRequest request = new();
    private long calls;

    public string Name => name;

    public Task<TurnReply> TurnAsync(int want, params Outcome[] outcomes)
    {
        request.Fill(name, ++calls, want, (long)TestQueue.SessionLength.TotalMilliseconds, queue.Names, [.. outcomes]);
        return RepeatAsync();
    }

    /// <summary>Only tells.</summary>
    public Task<TurnReply> TellAsync(params Outcome[] outcomes) => TurnAsync(want: 0, outcomes);

    /// <summary>Sends the last turn again, as it was.</summary>
    public Task<TurnReply> RepeatAsync() => queue.Store.TurnAsync(queue.Names, request);

    public Task LeaveAsync() => queue.Store.LeaveAsync(queue.Names, name);
}
