using Jobs.Redis;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Turns where Redis has lost a part of what they wrote.</summary>
public abstract class TurnKeyTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    /// <summary>A crash with <c>appendfsync everysec</c> takes the last writes: that a job has ended, and the turn that told it. The session lives on and
    /// would never tell again, so nobody would ever give the job back.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_of_which_calls_are_forgotten_is_over_so_that_what_it_seems_to_hold_is_recovered(bool all)
    {
        var session = await Queue.JoinAsync("a");
        var job = await Queue.TakeNewAsync(session);
        var (calls, held) = (Queue.Key(QueueKey.Calls), Queue.Key(QueueKey.Active));
        var before = (Call: all ? RedisValue.Null : await Queue.Database.HashGetAsync(calls, "a"), Holder: await Queue.Database.HashGetAsync(held, JobStore.Bytes(job.Id)));
        await session.TellAsync(Outcome.Completed(job, TestQueue.Retention));
        await Queue.Database.HashSetAsync(held, JobStore.Bytes(job.Id), before.Holder);
        await Queue.Database.SortedSetRemoveAsync(Queue.Key(QueueKey.Done), JobStore.Bytes(job.Id)); // what the turn wrote is forgotten as a whole
        if (all)
            await Queue.Database.HashDeleteAsync(calls, "a");
        else
            await Queue.Database.HashSetAsync(calls, "a", before.Call);

        var next = await session.TurnAsync(want: 1);

        Assert.Equal(TurnStatus.Ended, next.Status);
        await Queue.ExpireAsync("a");
        Assert.Equal([job.Id], (await Queue.RecoverAsync()).Recovered);
    }
}

public sealed class TurnKeysOnEmbedded(Servers servers) : TurnKeyTests(servers, ServerKind.Embedded);

public sealed class TurnKeysOnRedis(Servers servers) : TurnKeyTests(servers, ServerKind.Redis);
