namespace Jobs.Runtime.Tests.Redis;

/// <summary>A session that numbers its turns, as a worker does.</summary>
/// <param name="queue">Where.</param>
/// <param name="name">Its own.</param>
/// <param name="calls">How many turns it has sent before.</param>
/// <param name="aloneFrom">From how many recoveries on it holds a job alone of its kind.</param>
/// <param name="limits">How many of them it holds; null: one.</param>
internal sealed class TestSession(StoreQueue queue, string name, long calls = 0, int aloneFrom = int.MaxValue, string? limits = null)
{
    private readonly TurnRequest request = new() { Suspects = limits ?? $"{aloneFrom} 1" };

    public string Name => name;

    /// <summary>As the turn is told them.</summary>
    public string Limits => request.Suspects;

    /// <summary>How many turns it has sent.</summary>
    public long Calls { get; private set; } = calls;

    public Task<TurnReply> TurnAsync(int want, params Outcome[] outcomes) => TurnAsync(want, budget: int.MaxValue, kinds: [], outcomes);

    /// <summary>Asks for jobs that others could not run, too.</summary>
    public Task<TurnReply> TurnAsync(int want, byte[][] kinds, params Outcome[] outcomes) => TurnAsync(want, budget: int.MaxValue, kinds, outcomes);

    public Task<TurnReply> TurnAsync(int want, int budget, params Outcome[] outcomes) => TurnAsync(want, budget, kinds: [], outcomes);

    /// <param name="want">How many jobs at most.</param>
    /// <param name="budget">How many bytes of jobs.</param>
    /// <param name="kinds">Of jobs that others could not run.</param>
    /// <param name="outcomes">What has ended.</param>
    public Task<TurnReply> TurnAsync(int want, int budget, byte[][] kinds, params Outcome[] outcomes)
    {
        request.Fill(name, ++Calls, want, (long)TestQueue.SessionLength.TotalMilliseconds, [.. outcomes], budget, kinds);
        return RepeatAsync();
    }

    /// <summary>Only tells.</summary>
    public Task<TurnReply> TellAsync(params Outcome[] outcomes) => TurnAsync(want: 0, outcomes);

    /// <summary>Sends the last turn again, as it was.</summary>
    public Task<TurnReply> RepeatAsync() => queue.Door.TurnAsync(request);

    /// <summary>Sends the last turn again, for fewer bytes.</summary>
    public Task<TurnReply> RepeatAsync(int budget)
    {
        request.Shrink(budget);
        return RepeatAsync();
    }

    public Task<LeaveResult> LeaveAsync() => queue.Door.LeaveAsync(name);
}
