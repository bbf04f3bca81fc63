using Jobs.Client;
using Jobs.Redis;
using Jobs.Runtime.Tests.Redis;
using Jobs.TestServers;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Workers whose Redis is away, hangs or restarts: a server of the test's own, and connections as an application has them.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private const string Prefix = "outage";
    private readonly TaskCompletionSource release = new();
    private readonly Told<string> told = new();
    private readonly List<TestWorker> workers = [];
    private RedisProcess? process;
    private RedisConnections? connections;
    private IConnectionMultiplexer? data;
    private IConnectionMultiplexer? control;
    private ClientParts? client;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RedisProcess Redis => process!;

    private IJobClient Client => client!.Client;

    private TestQueue Queue => new(data!, Prefix);

    public async ValueTask InitializeAsync()
    {
        process = await RedisProcess.StartAsync(appendOnly: true);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers)
            await worker.DisposeAsync();
        client?.Dispose();
        if (connections is not null)
            await connections.DisposeAsync();
        if (process is not null)
            await process.DisposeAsync();
    }

    [Fact]
    public async Task A_worker_starts_while_Redis_is_down_and_works_when_it_comes_up()
    {
        await Redis.StopAsync();
        await ConnectAsync();
        var worker = Start(on => on.Work((job, _) => told.Add(job.Text)));
        await worker.Log.SeenAsync(LogIds.JoinFailed);

        await Redis.RestartAsync();
        await Client.EnqueueWork(new("first"), cancellationToken: Ct);

        Assert.Equal(["first"], await told.FirstAsync(1));
    }

    [Fact]
    public async Task A_restart_of_Redis_loses_nothing_and_runs_nothing_twice()
    {
        await ConnectAsync();
        var jobs = await Client.EnqueueManyAsync(Enumerable.Range(0, 500).Select(i => new Work($"{i}")), cancellationToken: Ct);
        var workers = Enumerable.Range(0, 2).Select(_ => Start(on => on.Work(async (job, _, _) =>
        {
            told.Add(job.Text);
            if (told.Count > 200)
                await release.Task; // so that some run while Redis is away, and end then
        }))).ToArray();
        await told.FirstAsync(201);

        await Redis.KillAsync();
        release.SetResult();
        await Redis.RestartAsync();

        await told.FirstAsync(500);
        foreach (var worker in workers)
            await worker.StopAsync().Soon();
        Assert.Equal(500, told.Values.Distinct().Count());
        Assert.Equal(500, told.Count);
        Assert.Equal((500, 0), (await Queue.CountAsync("completed"), await Queue.CountAsync("refused")));
        Assert.All(jobs, job => Assert.True(job is { AlreadyStored: false }));
        Assert.Empty(workers.SelectMany(worker => worker.Log.Of(LogIds.SessionRecovered)));
    }

    [Fact]
    public async Task An_outage_is_logged_with_a_stack_trace_once_and_then_in_a_line_each()
    {
        await ConnectAsync();
        var worker = Start(on => on.Work((job, _) => told.Add(job.Text)));
        await Client.EnqueueWork(new("job"), cancellationToken: Ct);
        await told.FirstAsync(1);
        await Redis.KillAsync();

        for (var pass = 0; pass < 3; pass++)
            Assert.False(worker.Keeper.RunOnce());

        var lines = await worker.Log.SeenAsync(LogIds.RenewalFailed, count: 3);
        Assert.Equal([true, false, false], lines.Take(3).Select(line => line.Error is not null));
        Assert.StartsWith("Session " + worker.Session, lines[1].Text, StringComparison.Ordinal);
        Assert.Contains("(try 2: ", lines[1].Text, StringComparison.Ordinal);
    }

    /// <summary>The client library may still hold the last turn, and sends it when Redis is back: then the job has completed. Else its
    /// outcome is not known and recovery has the word, so the session must be there in both cases.</summary>
    [Fact]
    public async Task A_worker_whose_Redis_is_away_stops_all_the_same()
    {
        await ConnectAsync();
        var worker = Start(on =>
        {
            on.Options.ShutdownTimeout = TimeSpan.FromMilliseconds(100);
            on.Options.CancellationGrace = TimeSpan.FromMilliseconds(100);
            on.Work(async (job, _, ct) =>
            {
                told.Add(job.Text);
                await release.Task;
            });
        });
        var job = await Client.EnqueueWork(new("done"), cancellationToken: Ct);
        await told.FirstAsync(1);
        await Redis.KillAsync();
        release.SetResult();

        await worker.StopAsync().Soon();

        await Redis.RestartAsync();
        await UntilAnsweredAsync();
        Assert.Equal(1, await Queue.Database.SortedSetLengthAsync(Queue.Key(QueueKey.Workers)));
        Assert.Contains(await Queue.PlacesAsync(job.Id), (string[])["jobs active", "jobs done"]);
    }

    /// <summary>The turn had been sent; when Redis goes on, it hands a job to a worker that is gone. The session must still be there, else
    /// nobody would ever take the job back.</summary>
    [Theory]
    [InlineData(0)] // the worker is made to end
    [InlineData(60)] // it gives up by itself, having nothing to tell
    public async Task A_turn_that_nobody_waits_for_any_more_leaves_its_jobs_to_recovery(int shutdownSeconds)
    {
        await ConnectAsync(",asyncTimeout=1000,syncTimeout=1000");
        var worker = Start(on =>
        {
            on.Options.ShutdownTimeout = TimeSpan.FromSeconds(shutdownSeconds);
            on.Options.CancellationGrace = TimeSpan.Zero;
            on.Options.SessionLength = TimeSpan.FromMinutes(9);
            on.Work((job, _) => told.Add(job.Text));
        });
        await Client.EnqueueWork(new("before"), cancellationToken: Ct);
        await told.FirstAsync(1);
        var id = JobId.New();
        await Queue.EnqueueAtAsync(await Queue.NowAsync() + 1000, id); // due while Redis stands still
        await WorkerTest.UntilAsync(() => Queue.Database.HashGetAsync(Queue.Key(QueueKey.Control), "watch"), watch => watch.HasValue); // the turn that learnt of it is over
        Redis.Pause();
        worker.Pump.Wake();
        await worker.Log.SeenAsync(LogIds.TurnFailed);
        await worker.StopAsync().Soon();

        Redis.Resume();

        await UntilAnsweredAsync();
        Assert.Equal("jobs active", await WorkerTest.UntilAsync(() => Queue.PlacesAsync(id), places => places.Contains("active", StringComparison.Ordinal)));
        await Queue.ExpireAsync(worker.Session);
        Assert.Equal([id], (await Queue.RecoverAsync()).Recovered);
    }

    /// <summary>Every session is overdue when Redis goes on; its owners are alive all the same.</summary>
    [Fact]
    public async Task An_outage_longer_than_a_session_makes_nobody_recover_the_living()
    {
        var session = TimeSpan.FromSeconds(1.5);
        await ConnectAsync();
        var workers = Enumerable.Range(0, 2).Select(_ => Start(on =>
        {
            on.Options.Concurrency = 1;
            on.Options.SessionLength = session;
            on.Work(async (job, context, _) =>
            {
                told.Add(job.Text);
                Assert.Equal(0, context.Recoveries);
                await release.Task;
            });
        })).ToArray();
        var jobs = await Client.EnqueueManyAsync([new Work("one"), new Work("two")], cancellationToken: Ct);
        await told.FirstAsync(2);

        Redis.Pause();
        await Task.Delay(session * 2, Ct); // the outage itself
        Redis.Resume();

        foreach (var worker in workers)
        {
            using var patience = new CancellationTokenSource(Patience.Limit);
            while (!worker.Pump.Session.MayRecover) // from now on it would
            {
                patience.Token.ThrowIfCancellationRequested();
                await Queue.Database.PingAsync();
            }
            await worker.MaintainAsync();
        }
        release.SetResult();
        foreach (var worker in workers)
            await worker.StopAsync().Soon();

        Assert.Equal(2, told.Count);
        Assert.Empty(workers.SelectMany(worker => worker.Log.Of(LogIds.SessionRecovered).Concat(worker.Log.Of(LogIds.Recovered))));
        foreach (var job in jobs)
            Assert.Equal((JobState.Completed, 0), await Client.GetAsync(job.Id, "q", Ct) is { } info ? (info.State, info.Recoveries) : default);
    }

    private TestWorker Start(Action<WorkerSetup> configure)
    {
        var setup = new WorkerSetup();
        configure(setup);
        var worker = new TestWorker(setup, data!, control!, Prefix).Start();
        workers.Add(worker);
        return worker;
    }

    private async Task ConnectAsync(string settings = "")
    {
        connections = RedisConnections.Open(ConfigurationOptions.Parse(Redis.ConnectionString + settings), NullLogger.Instance);
        data = await connections.Data.GetAsync();
        control = await connections.Control.GetAsync();
        var scripts = new ScriptRunner(data);
        client = TestClient.Of(scripts, Prefix);
    }

    /// <summary>The connection has come up again.</summary>
    private async Task UntilAnsweredAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        for (; ; )
        {
            try
            {
                await Queue.Database.PingAsync();
                return;
            }
            catch (Exception e) when (e is RedisException or RedisTimeoutException && !patience.IsCancellationRequested)
            {
            }
        }
    }
}
