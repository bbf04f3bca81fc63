using Jobs.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>What the note says of who sees to a queue.</summary>
public abstract class UpkeepKeyTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task It_falls_to_another_when_it_was_not_asked_for_again_in_time()
    {
        await Queue.JoinAsync("a");
        await Queue.JoinAsync("b");
        await LookAsync("a");
        await Queue.Database.HashSetAsync(Queue.Key(QueueKey.Control), "upkeep", $"{await Queue.NowAsync() - 1} 0 a");

        Assert.True((await LookAsync("b")).IsMine);
        Assert.False((await LookAsync("a")).IsMine);
    }

    [Fact]
    public async Task A_clock_that_was_put_back_binds_nobody_for_long()
    {
        await Queue.JoinAsync("a");
        await Queue.JoinAsync("b");
        await Queue.Database.HashSetAsync(Queue.Key(QueueKey.Control), "upkeep", $"{await Queue.NowAsync() + 3_600_000} 0 a");

        Assert.True((await LookAsync("b")).IsMine);
    }

    /// <summary>For jobs whose holder is no session.</summary>
    [Fact]
    public async Task It_is_asked_to_check_holders_each_ten_seconds_while_jobs_are_held()
    {
        var session = await Queue.JoinAsync("a");
        Assert.False((await LookAsync("a")).Check);

        await Queue.TakeNewAsync(session);
        Assert.True((await LookAsync("a")).Check);
        Assert.False((await LookAsync("a")).Check);

        var now = await Queue.NowAsync();
        await Queue.Database.HashSetAsync(Queue.Key(QueueKey.Control), "upkeep", $"{now + 1000} {now - 10_000} a");
        Assert.True((await LookAsync("a")).Check);
    }

    private Task<QueueNeeds> LookAsync(string session) => Queue.Door.LookAsync(session, Hold);
}

public sealed class UpkeepKeysOnEmbedded(Servers servers) : UpkeepKeyTests(servers, ServerKind.Embedded);

public sealed class UpkeepKeysOnRedis(Servers servers) : UpkeepKeyTests(servers, ServerKind.Redis);
