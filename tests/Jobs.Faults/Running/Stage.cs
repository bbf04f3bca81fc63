using System.Diagnostics;
using System.Globalization;
using AotWorker;
using Jobs.Faults.Checking;
using Jobs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Jobs.Faults.Running;

/// <summary>What a scenario plays on: a Redis of its own, a client, native workers, and the folder of their journals.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly Report report;
    private readonly string program;
    private readonly List<WorkerProcess> workers = [];
    private IHost? host;

    private Stage(Report report, string program, ITopology servers)
    {
        this.report = report;
        this.program = program;
        Servers = servers;
        Queue = new StoredQueue(servers.ConnectionString);
        Journals = new Journals(Directory.CreateTempSubdirectory("jobs-faults-").FullName);
    }

    public ITopology Servers { get; }

    /// <summary>The first server, of most the only one.</summary>
    public RedisProcess Redis => Servers.Nodes[0];

    /// <summary>What the scenario did, for the checker.</summary>
    public FaultLog Faults { get; } = new();

    /// <summary>The queue in Redis, looked at without Jobs.</summary>
    public StoredQueue Queue { get; }

    public Journals Journals { get; }

    /// <summary>All that were started here, producers too.</summary>
    public IReadOnlyList<WorkerProcess> Workers
    {
        get
        {
            lock (workers)
            {
                return [.. workers];
            }
        }
    }

    /// <summary>Whatever was enqueued here, with its stored id.</summary>
    public List<JobHandle> Enqueued { get; } = [];

    /// <summary>The client of this process; it comes up with the first use.</summary>
    public IJobClient Client
    {
        get
        {
            if (host is null)
            {
                var builder = Host.CreateEmptyApplicationBuilder(null);
                builder.Services.AddJobs(jobs => jobs.UseRedis(Servers.ConnectionString));
                host = builder.Build();
            }

            return host.Services.GetRequiredService<IJobClient>();
        }
    }

    /// <summary>Redis runs with an append-only file that is on disk before it answers.</summary>
    /// <param name="report">Where it goes.</param>
    /// <param name="binary">The worker.</param>
    /// <param name="settings">More of Redis, as <c>"--maxmemory", "32mb"</c>.</param>
    public static async Task<Stage> SetAsync(Report report, IBinary binary, params string[] settings) =>
        await SetAsync(report, binary, new SingleRedis(await RedisProcess.StartAsync(appendOnly: true, [.. SingleRedis.Telling, .. settings])));

    /// <summary>On other servers, which end with the stage.</summary>
    public static async Task<Stage> SetAsync(Report report, IBinary binary, ITopology servers) =>
        new(report, await binary.GetAsync(report.Stopping), servers);

    /// <summary>Forgets what came before, so that the next round is checked by itself: for a stage where nothing is left to do.</summary>
    public async Task BeginRoundAsync()
    {
        await Queue.BeginRoundAsync();
        Journals.Since = Stopwatch.GetTimestamp();
        Faults.Clear();
        foreach (var ended in Workers.Where(worker => !worker.IsRunning))
        {
            lock (workers)
            {
                workers.Remove(ended);
            }

            await KeepLogAsync(ended);
            await ended.EndAsync();
        }
    }

    /// <param name="journal">False: it only counts, which costs it nothing.</param>
    /// <param name="arguments">More arguments, as <c>--Jobs:Worker:Concurrency</c>, <c>20</c>.</param>
    public WorkerProcess StartWorker(bool journal = true, params string[] arguments) => Start(Servers.ConnectionString, journal, arguments);

    /// <summary>What all connections through proxies are made with besides, as <c>highIntegrity=true</c>.</summary>
    public string ConnectionSettings { get; set; } = "";

    /// <summary>A worker behind the proxy of its role, whose connections can be disturbed.</summary>
    public WorkerProcess StartWorker(string role, params string[] arguments) => Start(ThroughProxy(role), journal: true, arguments);

    /// <summary>A producer behind the proxy of its role. It ends when all it has to enqueue is stored.</summary>
    /// <param name="role">The role.</param>
    /// <param name="count">How many jobs.</param>
    /// <param name="arguments">More arguments, as <c>--per-second</c>, <c>100</c>.</param>
    public WorkerProcess StartProducer(string role, int count, params string[] arguments) =>
        Start(ThroughProxy(role), journal: true, ["--enqueue", count.ToString(CultureInfo.InvariantCulture), .. arguments]);

    private string ThroughProxy(string role) =>
        ConnectionSettings.Length == 0 ? Servers.ConnectionStringFor(role) : $"{Servers.ConnectionStringFor(role)},{ConnectionSettings}";

    private WorkerProcess Start(string server, bool journal, string[] arguments)
    {
        string[] own = journal ? ["--redis", server, "--journal", Journals.Folder] : ["--redis", server];
        var worker = WorkerProcess.Start(program, [.. own, .. arguments]);
        lock (workers)
        {
            workers.Add(worker);
        }

        return worker;
    }

    /// <param name="milliseconds">How long each job takes.</param>
    /// <param name="queue">Where; null: where the job says.</param>
    public Task EnqueueAsync(IEnumerable<int> milliseconds, string? queue = null) =>
        EnqueueAsync(milliseconds.Select(ms => new SimulateWork(0, ms)), queue is null ? null : new() { Queue = queue });

    /// <summary>Enqueues jobs, and numbers them.</summary>
    public async Task EnqueueAsync(IEnumerable<SimulateWork> jobs, EnqueueOptions? options)
    {
        var first = Enqueued.Count;
        Enqueued.AddRange(await Client.EnqueueSimulateWork(jobs.Select((job, i) => job with { Number = first + i }), options, report.Stopping));
    }

    /// <summary>Enqueues jobs that harm their workers.</summary>
    public async Task EnqueueAsync(IEnumerable<Misbehave> jobs)
    {
        var first = Enqueued.Count;
        Enqueued.AddRange(await Client.EnqueueMisbehave(jobs.Select((job, i) => job with { Number = first + i }), null, report.Stopping));
    }

    /// <summary>Waits until a producer has ended and nothing of what was stored is left to do.</summary>
    public Task DrainedAsync(WorkerProcess producer, TimeSpan within) => WaitAsync(
        async () => !producer.IsRunning && await Queue.CompletedAsync() >= Journals.ReadEnqueues().Count(story => story.IsStored)
            && (await Queue.UnfinishedAsync()).All(one => one.Count == 0),
        "everything is done", within);

    /// <summary>Waits for something. If that is in vain, the report says which promise was broken, where one was.</summary>
    public async Task WaitAsync(Func<Task<bool>> condition, string what, TimeSpan within)
    {
        try
        {
            await Until.HoldsAsync(condition, what, within, report.Stopping);
        }
        catch (TimeoutException)
        {
            await Checker.CheckInVainAsync(this, report);
            throw;
        }
    }

    /// <inheritdoc cref="WaitAsync(Func{Task{bool}}, string, TimeSpan)"/>
    public Task WaitAsync(Func<bool> condition, string what, TimeSpan within) => WaitAsync(() => Task.FromResult(condition()), what, within);

    /// <summary>Waits until so many jobs in all have completed, by the queue's own count.</summary>
    public Task CompletedAsync(long count, TimeSpan within) => WaitAsync(
        async () =>
        {
            if (Workers.FirstOrDefault(worker => worker.Crashed) is { } ended)
            {
                throw new InvalidOperationException($"worker {ended.Id} ended by itself:\n{ended.Tail(20)}");
            }

            return await Queue.CompletedAsync() >= count;
        },
        $"{count:N0} jobs completed", within);

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in Workers)
        {
            await worker.EndAsync();
        }

        host?.Dispose();
        await Queue.DisposeAsync();
        await Servers.DisposeAsync();
        foreach (var worker in Workers)
        {
            await KeepLogAsync(worker);
        }

        await File.WriteAllLinesAsync(Path.Combine(Journals.Folder, "faults.txt"), Faults.All.Select(fault => fault.ToString()));
        report.Hold(Journals.Folder);
    }

    private Task KeepLogAsync(WorkerProcess worker) =>
        File.WriteAllTextAsync(Path.Combine(Journals.Folder, $"log-{worker.Id}.txt"), worker.Tail(int.MaxValue));
}
