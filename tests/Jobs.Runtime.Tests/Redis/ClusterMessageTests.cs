using Jobs.Redis;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>In a cluster a message goes to the node of its queue, which knows who listens.</summary>
public sealed class ClusterMessageTests : IAsyncLifetime
{
    /// <summary>Enough that a channel named without the queue would be another node's for some.</summary>
    private const int Queues = 6;

    private RedisCluster? cluster;
    private ConnectionMultiplexer? connection;

    public async ValueTask InitializeAsync()
    {
        cluster = await RedisCluster.StartAsync(TestContext.Current.CancellationToken);
        connection = await ConnectionMultiplexer.ConnectAsync(RedisConnections.Settings(ConfigurationOptions.Parse(cluster.ConnectionString), RedisConnections.DataRole));
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        if (cluster is not null)
            await cluster.DisposeAsync();
    }

    [Fact]
    public async Task One_stored_job_wakes_one_of_many_idle_sessions()
    {
        string[] sessions = ["a", "b", "c", "d"];
        for (var i = 0; i < Queues; i++)
        {
            var queue = await QueueAsync(i);
            await using var wakes = await WakeUps.ListenAsync(queue, sessions);
            foreach (var session in sessions)
                await (await queue.JoinAsync(session)).TurnAsync(want: 1);

            await queue.EnqueueAsync(JobId.New());

            Assert.Equal(1, (await wakes.CountAsync()).Values.Sum());
            Assert.Equal(3, await queue.Database.SetLengthAsync(queue.Key(QueueKey.Idle)));
        }
    }

    [Fact]
    public async Task The_end_of_an_awaited_job_is_announced()
    {
        for (var i = 0; i < Queues; i++)
        {
            var queue = await QueueAsync(i);
            var session = await queue.JoinAsync();
            var job = await queue.TakeNewAsync(session);
            var messages = await connection!.GetSubscriber().SubscribeAsync(queue.Names.EndChannelOf(job.Id));
            Assert.True(await queue.Door.AwaitAsync(job.Id));

            await session.TellAsync(Outcome.Completed(job, TestQueue.NoRetention));

            Assert.Equal("", (await messages.ReadAsync(TestContext.Current.CancellationToken)).Message);
        }
    }

    private async Task<TestQueue> QueueAsync(int number)
    {
        var queue = new TestQueue(connection!, $"messages{number}");
        await queue.Store.Link.ReadyAsync();
        return queue;
    }
}
