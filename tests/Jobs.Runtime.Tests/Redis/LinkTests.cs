using Jobs.Redis;
using Jobs.Runtime.Tests.Worker;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>What a connection says of its losses.</summary>
public sealed class LinkTests
{
    [Fact]
    public async Task A_connection_on_which_nothing_is_answered_any_more_is_said_to_be_lost_once_and_restored_once()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        using var proxy = new FaultProxy(redis.Port);
        var log = new TestLog();
        await using var connections = RedisConnections.Open(
            ConfigurationOptions.Parse(proxy.ConnectionString + ",syncTimeout=100,asyncTimeout=100"), log); // given up after four times that and a second
        var store = new JobStore(new ScriptRunner(connections.Data), "black-hole");
        Assert.Null(await store.Queue("q").GetAsync(JobId.New()));

        proxy.Set(Fault.BlackHole);
        var lost = log.SeenAsync(LogIds.ConnectionLost);
        while (!lost.IsCompleted)
            await CallAsync(store);
        await CallAsync(store);
        proxy.Set(Fault.None);
        await log.SeenAsync(LogIds.ConnectionRestored);

        var line = Assert.Single(await lost);
        Assert.Contains($"The data connection to Redis at 127.0.0.1:{proxy.Port} is lost", line.Text);
        Assert.Single(log.Of(LogIds.ConnectionLost));
        Assert.Single(log.Of(LogIds.ConnectionRestored));
    }

    private static async Task CallAsync(JobStore store)
    {
        try
        {
            await store.Queue("q").GetAsync(JobId.New());
        }
        catch (Exception e) when (RedisFault.Classify(e) != FaultKind.Refused)
        {
            store.Link.Notice(e);
        }
    }
}
