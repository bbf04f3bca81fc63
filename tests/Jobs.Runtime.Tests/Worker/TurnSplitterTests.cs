using Jobs.Worker;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>The splitting of a failed turn; the test is Redis.</summary>
public sealed class TurnSplitterTests
{
    private const int Large = TurnSplitter.Large;
    private readonly TestLog log = new();
    private readonly List<Outcome> settled = [];
    private int sent;

    [Fact]
    public async Task The_outcome_that_Redis_refuses_is_replaced_by_a_death_and_all_others_are_told_as_they_are()
    {
        var batch = Outcomes(100);
        var culprit = batch[37].Job.Id;

        var reply = await SplitAsync(batch, part => part.Any(one => one.Job.Id == culprit && !one.IsReplaced) ? Refusal() : null);

        Assert.Equal(TurnStatus.Applied, reply!.Status);
        Assert.Equal(batch.Select(one => one.Job.Id).ToHashSet(), settled.Select(one => one.Job.Id).ToHashSet());
        Assert.Equal(100, settled.Count);
        var dead = Assert.Single(settled, one => one.IsReplaced);
        Assert.Equal((culprit, RunEnd.Dead, RunEnd.Dead), (dead.Job.Id, dead.End, RunState.Decode(dead.State).Kind));
        Assert.Contains("proto-max", RunState.Decode(dead.State).LastError, StringComparison.Ordinal);
        Assert.Contains(culprit.ToString(), Assert.Single(log.Of(LogIds.Parked)).Text, StringComparison.Ordinal);
        Assert.InRange(sent, 1, 40); // by halves, not one by one
    }

    [Fact]
    public async Task Two_outcomes_that_Redis_refuses_are_both_found()
    {
        var batch = Outcomes(50);
        HashSet<JobId> culprits = [batch[3].Job.Id, batch[44].Job.Id];

        await SplitAsync(batch, part => part.Any(one => culprits.Contains(one.Job.Id) && !one.IsReplaced) ? Refusal() : null);

        Assert.Equal(culprits, settled.Where(one => one.IsReplaced).Select(one => one.Job.Id).ToHashSet());
        Assert.Equal(50, settled.Count);
    }

    /// <summary>A bulk limit of Redis shows as a connection that it closes.</summary>
    [Fact]
    public async Task A_large_outcome_that_breaks_the_connection_each_time_is_replaced()
    {
        var batch = Outcomes(20);
        batch.Insert(5, Ended(bytes: 2 * Large));
        var culprit = batch[5].Job.Id;

        await SplitAsync(batch, part => part.Any(one => one.State.Length >= 2 * Large) ? Broken() : null);

        Assert.Equal(culprit, Assert.Single(settled, one => one.IsReplaced).Job.Id);
        Assert.Equal(21, settled.Count);
    }

    [Fact]
    public async Task A_small_outcome_is_not_replaced_for_connections_that_break()
    {
        var batch = Outcomes(1);
        var failures = 20;

        await SplitAsync(batch, part => part.Count > 0 && failures-- > 0 ? Broken() : null);

        Assert.False(Assert.Single(settled).IsReplaced);
        Assert.Empty(log.Of(LogIds.Parked));
    }

    /// <summary>As with rights that were taken away for a while.</summary>
    [Fact]
    public async Task A_Redis_that_refuses_turns_without_outcomes_too_costs_no_job_its_outcome()
    {
        var batch = Outcomes(3);
        var failures = 30;

        await SplitAsync(batch, _ => failures-- > 0 ? Refusal() : null);

        Assert.Equal(3, settled.Count);
        Assert.All(settled, one => Assert.False(one.IsReplaced));
    }

    [Fact]
    public async Task An_outcome_that_is_refused_in_any_form_does_not_hold_up_the_others()
    {
        var batch = Outcomes(10);
        var culprit = batch[9].Job.Id;
        var splitter = Splitter();

        await splitter.SendAsync(batch, Failed(Refusal()), Redis(part => part.Any(one => one.Job.Id == culprit) ? Refusal() : null));

        Assert.Equal(9, settled.Count);
        Assert.True(splitter.HoldsUntellable);
        Assert.Contains(culprit.ToString(), Assert.Single(log.Of(LogIds.Untellable)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_over_ends_the_splitting()
    {
        var reply = await Splitter().SendAsync(Outcomes(10), Failed(Refusal()), (_, _) => Task.FromResult(new TurnTry(new TurnReply { Status = TurnStatus.Ended }, null) { Tries = 1 }));

        Assert.Equal(TurnStatus.Ended, reply!.Status);
    }

    private static List<Outcome> Outcomes(int count) => [.. Enumerable.Range(0, count).Select(_ => Ended(bytes: 100))];

    private static Outcome Ended(int bytes) => Outcome.Ended(
        Fakes.Taken(), retentionMs: 1000, new RunState(RunEnd.Completed, 0, 0, Result: (byte[])[0xC6, 0, (byte)(bytes >> 16), (byte)(bytes >> 8), (byte)bytes, .. new byte[bytes]]));

#pragma warning disable SER007 // an experimental name for the first word of an error reply
    private static RedisServerException Refusal() => new(RedisErrorKind.UnknownError, CommandFlags.None, "ERR string exceeds maximum allowed size of proto-max-bulk-len");
#pragma warning restore SER007

    private static RedisConnectionException Broken() => new(ConnectionFailureType.SocketClosed, CommandFlags.None, "closed", null, CommandStatus.Sent);

    private static TurnTry Failed(Exception e) => new(null, e) { Tries = 1, IsRefusal = e is RedisServerException };

    private Task<TurnReply?> SplitAsync(List<Outcome> batch, Func<List<Outcome>, Exception?> failure) => Splitter().SendAsync(batch, Failed(Refusal()), Redis(failure));

    private TurnSplitter Splitter() => new(Fakes.Services(TimeProvider.System, log), "q");

    /// <summary>As <see cref="TurnSender"/> does: a turn that may not fail is sent until it is answered.</summary>
    private Func<List<Outcome>, bool, Task<TurnTry>> Redis(Func<List<Outcome>, Exception?> failure) => (part, mayFail) =>
    {
        for (var tries = 1; ; tries++)
        {
            sent++;
            var error = failure(part);
            if (error is not null && mayFail)
                return Task.FromResult(Failed(error));
            if (error is null)
            {
                settled.AddRange(part);
                return Task.FromResult(new TurnTry(new TurnReply { Status = TurnStatus.Applied }, null) { Tries = tries });
            }
        }
    };
}
