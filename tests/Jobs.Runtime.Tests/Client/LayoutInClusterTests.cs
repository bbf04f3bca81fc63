using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Client;

/// <summary>In a cluster the layout stands on one node, and counts for the queues of all.</summary>
public sealed class LayoutInClusterTests : IAsyncLifetime
{
    private RedisCluster? cluster;
    private ConnectionMultiplexer? admin;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        cluster = await RedisCluster.StartAsync(Ct);
        admin = await ConnectionMultiplexer.ConnectAsync(cluster.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (admin is not null)
            await admin.DisposeAsync();
        if (cluster is not null)
            await cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_new_cluster_is_given_the_layout_and_a_raised_one_refuses_every_queue()
    {
        await using var app = new ClientApp(cluster!.ConnectionString);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        Assert.Equal("1", await admin!.GetDatabase().StringGetAsync("jobs:layout"));

        await admin.GetDatabase().StringSetAsync("jobs:layout", 2);
        await app.Instance.Layout.LookAsync();

        for (var i = 0; i < 6; i++)
        {
            var error = await Assert.ThrowsAsync<JobStoreException>(async () => await app.Client.EnqueueAsync(new Mail("eve@example.com"), new() { Queue = $"q{i}" }, Ct));
            Assert.Contains("has layout 2", error.Message, StringComparison.Ordinal);
        }
    }
}
