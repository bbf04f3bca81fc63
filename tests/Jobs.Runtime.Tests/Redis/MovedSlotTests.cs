using Jobs.Redis;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>A queue's slot is given to another node of the cluster while clients still know the old one.</summary>
public sealed class MovedSlotTests : IAsyncLifetime
{
    private readonly List<ConnectionFailedEventArgs> losses = [];
    private RedisCluster? cluster;
    private ConnectionMultiplexer? connection;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        cluster = await RedisCluster.StartAsync(Ct);
        connection = await ConnectionMultiplexer.ConnectAsync(RedisConnections.Settings(ConfigurationOptions.Parse(cluster.ConnectionString), RedisConnections.DataRole));
        connection.ConnectionFailed += (_, loss) => losses.Add(loss);
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        if (cluster is not null)
            await cluster.DisposeAsync();
    }

    [Fact]
    public async Task The_first_call_may_be_made_again_the_next_goes_to_the_new_owner_and_no_connection_is_lost()
    {
        var store = new JobStore(new ScriptRunner(connection!), "moved");
        var queue = store.Queue("q");
        Assert.Null(await queue.GetAsync(JobId.New()));

        await cluster!.MoveSlotOfAsync("{" + "moved:q" + "}");
        var error = await Assert.ThrowsAsync<RedisServerException>(() => queue.GetAsync(JobId.New()));

        Assert.Equal(FaultKind.NotApplied, RedisFault.Classify(error));
        Assert.Equal("MOVED: the node that has this queue is not reached, or has changed", RedisFault.Summary(error));
        Assert.Null(await queue.GetAsync(JobId.New()));
        Assert.Empty(losses);
    }
}
