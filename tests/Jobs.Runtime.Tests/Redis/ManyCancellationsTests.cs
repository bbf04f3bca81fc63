using Jobs.Redis;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Beside the cancellations of many other sessions a session learns of its own, at a bounded cost.</summary>
public abstract class ManyCancellationsTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    [Fact]
    public async Task Beside_many_others_a_session_is_told_of_its_own_until_the_job_ends()
    {
        var session = await Queue.JoinAsync("a");
        var (job, other) = (await Queue.TakeNewAsync(session), await Queue.TakeNewAsync(session));
        await OthersAsync(100);
        await Queue.CancelAsync(job.Id);
        await Queue.CancelAsync(job.Id);
        await Queue.CancelAsync(other.Id);

        Assert.Equal([job.Id, other.Id], (await session.TellAsync()).Cancels);
        Assert.Equal([other.Id], (await session.TellAsync(Outcome.Completed(job, TestQueue.NoRetention))).Cancels);
        Assert.Empty((await session.TellAsync(Outcome.Back(other, TestQueue.Retention))).Cancels);

        Assert.Equal(100, await Queue.Database.HashLengthAsync(Queue.Key(QueueKey.Cancel)));
    }

    [Fact]
    public async Task A_turn_reads_no_more_of_them_however_many_there_are()
    {
        var session = await Queue.JoinAsync("a");
        var job = await Queue.TakeNewAsync(session);
        await OthersAsync(5_000);
        await Queue.CancelAsync(job.Id);
        var queue = new TestQueue(PatchedConnection.Create(Connection, text => text.Replace("redis.call('HGETALL', KEYS[13])", "error('all of them are read')", StringComparison.Ordinal)), Prefix);

        var reply = await new TestSession(queue, "a", session.Calls).TellAsync();

        Assert.Equal([job.Id], reply.Cancels);
    }

    private Task OthersAsync(int count) => Queue.Database.HashSetAsync(
        Queue.Key(QueueKey.Cancel), [.. Enumerable.Range(0, count).Select(_ => new HashEntry(JobStore.Bytes(JobId.New()), "another"))]);
}

public sealed class ManyCancellationsOnEmbedded(Servers servers) : ManyCancellationsTests(servers, ServerKind.Embedded);

public sealed class ManyCancellationsOnRedis(Servers servers) : ManyCancellationsTests(servers, ServerKind.Redis);
