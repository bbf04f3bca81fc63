using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>A session that numbers its turns, as a worker does.</summary>
/// <param name="queue">Where.</param>
/// <param name="name">Its own.</param>
/// <param name="calls">How many turns it has sent before.</param>
/// <param name="aloneFrom">From how many recoveries on it holds a job alone of its kind.</param>
internal sealed class TestSession(TestQueue queue, string name, long calls = 0, int aloneFrom = int.MaxValue)
{
    private readonly TurnRequest request = new() { AloneFrom = aloneFrom };

    public string Name => name;

    public int AloneFrom => request.AloneFrom;

    /// <summary>How many turns it has sent.</summary>
    public long Calls { get; private set; } = calls;

    public Task<TurnReply> TurnAsync(int want, params Outcome[] outcomes) => TurnAsync(want, budget: int.MaxValue, outcomes);

    /// <param name="want">How many jobs at most.</param>
    /// <param name="budget">How many bytes of jobs.</param>
    /// <param name="outcomes">What has ended.</param>
    public Task<TurnReply> TurnAsync(int want, int budget, params Outcome[] outcomes)
    {
        request.Fill(name, ++Calls, want, (long)TestQueue.SessionLength.TotalMilliseconds, queue.Names, [.. outcomes], budget);
        return RepeatAsync();
    }

    /// <summary>Only tells.</summary>
    public Task<TurnReply> TellAsync(params Outcome[] outcomes) => TurnAsync(want: 0, outcomes);

    /// <summary>Sends the last turn again, as it was.</summary>
    public Task<TurnReply> RepeatAsync() => queue.Store.TurnAsync(queue.Names, request);

    /// <summary>Sends the last turn again, for fewer bytes.</summary>
    public Task<TurnReply> RepeatAsync(int budget)
    {
        request.Shrink(budget);
        return RepeatAsync();
    }

    public Task<LeaveResult> LeaveAsync() => queue.Store.LeaveAsync(queue.Names, name);
}
