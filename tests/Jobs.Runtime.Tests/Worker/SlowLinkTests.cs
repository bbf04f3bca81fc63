using Jobs.Client;
using Jobs.Redis;
using Jobs.Runtime.Tests.Redis;
using Jobs.TestServers;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>A job of a given size, with a result of a given size.</summary>
[Job<byte[]>("parcel", Queue = "q", Retry = "none")]
internal sealed partial record Parcel(byte[] Content, int ResultBytes = 0);

/// <summary>Workers whose Redis is far away, or behind a thin line, or takes no large values. The client is near it.</summary>
public sealed class SlowLinkTests : IAsyncLifetime
{
    private const string Prefix = "slow-link";
    private readonly Told<JobId> told = new();
    private readonly List<IAsyncDisposable> ends = [];
    private RedisProcess? process;
    private FaultProxy? proxy;
    private IConnectionMultiplexer? near;
    private ClientParts? client;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private TestQueue Queue => new(near!, Prefix);

    private IJobClient Client => client!.Client;

    public async ValueTask InitializeAsync()
    {
        process = await RedisProcess.StartAsync(appendOnly: false, "--proto-max-bulk-len", "1mb");
        proxy = new FaultProxy(process.Port);
        near = await ConnectionMultiplexer.ConnectAsync(process.ConnectionString);
        var scripts = new ScriptRunner(near);
        client = TestClient.Of(scripts, Prefix);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var end in Enumerable.Reverse(ends))
            await end.DisposeAsync();
        client?.Dispose();
        if (near is not null)
            await near.DisposeAsync();
        proxy?.Dispose();
        if (process is not null)
            await process.DisposeAsync();
    }

    /// <summary>Longer than fetched jobs are kept waiting.</summary>
    [Theory]
    [InlineData(600, true)]
    [InlineData(2500, false)] // and longer than a call waits at first: the turn under way is made smaller
    public async Task Every_job_runs_however_long_a_round_trip_takes_and_none_is_requeued_where_turns_are_answered(int milliseconds, bool answered)
    {
        var worker = await StartAsync();
        await worker.ReadyAsync();
        proxy!.Set(Fault.SlowLink(TimeSpan.FromMilliseconds(milliseconds), bytesPerSecond: 0));
        var ids = await EnqueueAsync(count: 12, bytes: 10);

        Assert.Equal(ids.ToHashSet(), (await told.FirstAsync(12)).ToHashSet());

        await worker.StopAsync().Soon();
        Assert.Equal(12, await Queue.CountAsync("completed"));
        if (answered)
            Assert.Equal(0, await Queue.CountAsync("interrupted"));
    }

    /// <summary>Together they take three times as long as a call waits, and so they would be asked for again for ever.</summary>
    [Fact]
    public async Task Jobs_too_large_to_arrive_together_in_time_arrive_one_after_another()
    {
        proxy!.Set(Fault.SlowLink(TimeSpan.Zero, bytesPerSecond: 1_000_000));
        var ids = await EnqueueAsync(count: 6, bytes: 500_000);
        await StartAsync(",asyncTimeout=1000");

        Assert.Equal(ids.ToHashSet(), (await told.FirstAsync(6)).ToHashSet());
    }

    /// <summary>The link became thin after the worker had found it wide: the turn under way is too large.</summary>
    [Fact]
    public async Task A_turn_that_is_not_answered_in_time_is_made_smaller_and_its_jobs_run()
    {
        var ids = await EnqueueAsync(count: 3, bytes: 300_000);
        proxy!.Set(Fault.SlowLink(TimeSpan.Zero, bytesPerSecond: 500_000)); // 1.8 s for all
        var worker = await StartAsync(",asyncTimeout=1000");

        Assert.Equal(ids.ToHashSet(), (await told.FirstAsync(3)).ToHashSet());

        Assert.NotEmpty(worker.Log.Of(LogIds.TurnFailed)); // else nothing is shown
        await worker.StopAsync().Soon();
        Assert.Equal(3, await Queue.CountAsync("completed"));
    }

    [Fact]
    public async Task A_job_too_large_to_arrive_alone_is_dead_with_the_reason_and_those_behind_it_run()
    {
        var large = Assert.Single(await EnqueueAsync(count: 1, bytes: 300_000));
        var small = Assert.Single(await EnqueueAsync(count: 1, bytes: 10));
        proxy!.Set(Fault.SlowLink(TimeSpan.Zero, bytesPerSecond: 150_000));
        var worker = await StartAsync(",asyncTimeout=500");

        Assert.Equal(small, (await told.FirstAsync(1))[0]);

        await worker.StopAsync().Soon();
        var info = await Client.GetAsync(large, "q", Ct);
        Assert.Equal(JobState.Dead, info!.State);
        Assert.Contains("too large for the worker's link", info.LastError, StringComparison.Ordinal);
        Assert.Contains(large.ToString(), Assert.Single(worker.Log.Of(LogIds.TooLargeToFetch)).Text, StringComparison.Ordinal);
        Assert.True(await Queue.Database.HashExistsAsync(Queue.TableOf(large), JobStore.Bytes(large)));
    }

    /// <summary>It closes the connection upon it.</summary>
    [Fact]
    public async Task A_result_that_Redis_does_not_take_costs_that_job_its_life_and_no_other_one_anything()
    {
        var before = await EnqueueAsync(count: 20, bytes: 10);
        var culprit = (await Client.EnqueueParcel(new([], ResultBytes: 2_000_000), cancellationToken: Ct)).Id;
        var worker = await StartAsync();

        var parked = Assert.Single(await worker.Log.SeenAsync(LogIds.Parked));
        var after = await EnqueueAsync(count: 5, bytes: 10);
        await told.FirstAsync(26);
        await worker.StopAsync().Soon();

        Assert.Contains(culprit.ToString(), parked.Text, StringComparison.Ordinal);
        var info = await Client.GetAsync(culprit, "q", Ct);
        Assert.Equal(JobState.Dead, info!.State);
        Assert.Contains("Redis does not take how this job ended", info.LastError, StringComparison.Ordinal);
        foreach (var id in before.Concat(after))
            Assert.Equal(JobState.Completed, (await Client.GetAsync(id, "q", Ct))!.State);
    }

    /// <summary>Its parts go side by side, and take longer together than a call waits at first.</summary>
    [Fact]
    public async Task Jobs_are_enqueued_over_a_line_that_takes_longer_for_them_than_a_call_waits_at_first()
    {
        proxy!.Set(Fault.SlowLink(TimeSpan.Zero, bytesPerSecond: 600_000));
        using var far = await FarClientAsync();

        await far.Client.EnqueueManyAsync(Enumerable.Range(0, 3).Select(_ => new Parcel(new byte[700_000])), cancellationToken: Ct);

        Assert.Equal(3, await Queue.EnvelopesAsync());
    }

    [Fact]
    public async Task A_result_that_takes_longer_to_arrive_than_a_call_waits_at_first_is_read()
    {
        await StartAsync();
        var job = new JobHandle((await Client.EnqueueParcel(new([], ResultBytes: 700_000), cancellationToken: Ct)).Id, "q");
        await Client.WaitForResultAsync(job, Ct).Soon();
        using var far = await FarClientAsync();
        proxy!.Set(Fault.SlowLink(TimeSpan.Zero, bytesPerSecond: 250_000));

        Assert.InRange((await far.Client.WaitForResultAsync(job, Ct).Soon()).Length, 700_000, 700_010); // serialized
    }

    private async Task<ClientParts> FarClientAsync()
    {
        var connections = RedisConnections.Open(ConfigurationOptions.Parse(proxy!.ConnectionString), NullLogger.Instance);
        ends.Add(connections);
        var scripts = new ScriptRunner(connections.Data);
        return TestClient.Of(scripts, Prefix);
    }

    private async Task<JobId[]> EnqueueAsync(int count, int bytes) =>
        [.. (await Client.EnqueueManyAsync(Enumerable.Range(0, count).Select(_ => new Parcel(new byte[bytes])), cancellationToken: Ct)).Select(job => job.Id)];

    /// <param name="settings">Of the connection; empty: as they are by default, so that calls wait longer where replies are slow.</param>
    private async Task<TestWorker> StartAsync(string settings = "")
    {
        var options = ConfigurationOptions.Parse(proxy!.ConnectionString + settings);
        var connections = RedisConnections.Open(options, NullLogger.Instance);
        ends.Add(connections);
        var setup = new WorkerSetup();
        setup.Options.MaxResultBytes = 16 * 1024 * 1024;
        setup.Handlers.Add<Parcel, byte[], LambdaHandler<Parcel, byte[]>>(_ => new((job, context, _) =>
        {
            told.Add(context.Id);
            return Task.FromResult(new byte[job.ResultBytes]);
        }), needsScope: false);
        var worker = new TestWorker(setup, connections.Data, connections.Control, await connections.Data.GetAsync(), Prefix).Start();
        ends.Add(worker);
        return worker;
    }
}
