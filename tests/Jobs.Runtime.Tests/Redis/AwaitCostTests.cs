using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>What waiting for one job costs others.</summary>
public sealed class AwaitCostTests
{
    [Fact]
    public async Task While_one_job_is_awaited_the_ends_of_others_cost_one_look_a_turn()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        var queue = new TestQueue(connection, "cost");
        var awaited = JobId.New();
        await queue.EnqueueAfterAsync(3600000, awaited);
        Assert.True(await queue.Door.AwaitAsync(awaited));
        var session = await queue.JoinAsync();
        await queue.EnqueueAsync([.. Enumerable.Range(0, 100).Select(_ => JobId.New())]);
        var taken = (await session.TurnAsync(want: 100)).Jobs;
        await connection.GetServers()[0].ConfigResetStatisticsAsync();

        await session.TellAsync([.. taken.Select(job => Outcome.Completed(job, TestQueue.NoRetention))]);

        var stats = (string?)await connection.GetDatabase().ExecuteAsync("INFO", "commandstats") ?? "";
        Assert.Contains("cmdstat_srem:calls=1,", stats, StringComparison.Ordinal); // of the session, which is not idle
        Assert.Contains("cmdstat_smismember:calls=1,", stats, StringComparison.Ordinal);
    }
}
