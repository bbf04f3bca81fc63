using Jobs.Client;
using Jobs.Redis;
using Jobs.Runtime.Tests.Redis;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Users of Redis who lack the right to publish: Redis 7 gives a new user no channels. Wake-ups are lost, and nothing else.</summary>
public sealed class MissingRightsTests : IAsyncLifetime
{
    private const string Prefix = "rights";
    private readonly List<IAsyncDisposable> open = [];
    private RedisProcess? redis;
    private ConnectionMultiplexer? admin;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private TestQueue Queue => new(admin!, Prefix);

    public async ValueTask InitializeAsync()
    {
        redis = await RedisProcess.StartAsync(appendOnly: false);
        admin = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        await admin.GetDatabase().ExecuteAsync("ACL", "SETUSER", "no-channels", "on", ">pw", "resetchannels", "~*", "+@all");
        await admin.GetDatabase().ExecuteAsync("ACL", "SETUSER", "no-publish", "on", ">pw", "&*", "~*", "+@all", "-publish");
        await (await Queue.JoinAsync("idle")).TurnAsync(want: 1); // somebody to wake
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in open.AsEnumerable().Reverse())
            await one.DisposeAsync();
        if (admin is not null)
            await admin.DisposeAsync();
        if (redis is not null)
            await redis.DisposeAsync();
    }

    [Theory]
    [InlineData("no-channels")]
    [InlineData("no-publish")]
    public async Task A_producer_that_may_not_publish_is_told_that_its_jobs_are_stored(string user)
    {
        using var client = await ClientAsync(user);

        var one = await client.Client.EnqueueAsync(new Work("one"), cancellationToken: Ct);
        var many = await client.Client.EnqueueManyAsync(Enumerable.Range(0, 20).Select(i => new Work($"{i}")), cancellationToken: Ct);

        Assert.False(one.AlreadyStored);
        Assert.Equal(20, many.Count);
        Assert.Equal(21, await Queue.EnvelopesAsync());
        Assert.Equal(["idle"], (await QueueDump.ReadAsync(Queue)).Names(QueueKey.Idle)); // another may wake it
    }

    [Theory]
    [InlineData("no-channels")]
    [InlineData("no-publish")]
    public async Task A_cancellation_by_one_that_may_not_publish_is_told_truly(string user)
    {
        using var client = await ClientAsync(user);
        var taken = Assert.Single((await AfterAsync(client)).Jobs);
        var waiting = await client.Client.EnqueueAsync(new Work("waiting"), cancellationToken: Ct);
        await Queue.Door.AwaitAsync(waiting.Id);

        Assert.Equal(CancelResult.Requested, await client.Client.CancelAsync(taken.Id, "q", Ct));
        Assert.Equal(CancelResult.Cancelled, await client.Client.CancelAsync(waiting.Id, "q", Ct));
    }

    [Fact]
    public async Task Workers_that_may_not_publish_complete_every_job_and_leave_none_behind()
    {
        const int Jobs = 100;
        var left = Jobs;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Queue.Door.LeaveAsync("idle");
        using var client = await ClientAsync("no-publish");
        await client.Client.EnqueueManyAsync(Enumerable.Range(0, Jobs).Select(i => new Work($"{i}")), cancellationToken: Ct);
        var workers = new List<TestWorker>();
        for (var i = 0; i < 2; i++)
        {
            var setup = new WorkerSetup().Work((_, _) =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                    done.TrySetResult();
            });
            workers.Add(new TestWorker(setup, await ConnectAsync("no-publish"), await ConnectAsync("no-publish"), Prefix).Start());
            open.Add(workers[i]);
        }

        await done.Task.WaitAsync(TimeSpan.FromMinutes(1), Ct);
        foreach (var worker in workers)
            await worker.StopAsync();

        var dump = await QueueDump.ReadAsync(Queue);
        dump.AssertSound();
        Assert.Empty(dump.Ids(QueueKey.Active));
        Assert.Empty(dump.Names(QueueKey.Workers));
        Assert.Equal(Jobs, await Queue.CountAsync("completed"));
    }

    /// <summary>A session that took a new job.</summary>
    private async Task<TurnReply> AfterAsync(ClientParts client)
    {
        await client.Client.EnqueueAsync(new Work("running"), cancellationToken: Ct);
        return await (await Queue.JoinAsync("busy")).TurnAsync(want: 1);
    }

    private async Task<ClientParts> ClientAsync(string user)
    {
        var scripts = new ScriptRunner(await ConnectAsync(user));
        return TestClient.Of(scripts, Prefix);
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(string user)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync($"{redis!.ConnectionString},user={user},password=pw,configChannel=,tiebreaker=");
        open.Add(connection);
        return connection;
    }
}
