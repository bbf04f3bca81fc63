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

    private Stage(Report report, string program, RedisProcess redis)
    {
        this.report = report;
        this.program = program;
        Redis = redis;
        Queue = new StoredQueue(redis.ConnectionString);
        Journals = new Journals(Directory.CreateTempSubdirectory("jobs-faults-").FullName);
    }

    public RedisProcess Redis { get; }

    /// <summary>The queue in Redis, looked at without Jobs.</summary>
    public StoredQueue Queue { get; }

    public Journals Journals { get; }

    public IReadOnlyList<WorkerProcess> Workers => workers;

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
                builder.Services.AddJobs(jobs => jobs.UseRedis(Redis.ConnectionString));
                host = builder.Build();
            }

            return host.Services.GetRequiredService<IJobClient>();
        }
    }

    /// <summary>Redis runs with an append-only file that is on disk before it answers.</summary>
    public static async Task<Stage> SetAsync(Report report, AotBinary binary) =>
        new(report, await binary.GetAsync(report.Stopping), await RedisProcess.StartAsync());

    /// <param name="journal">False: it only counts, which costs it nothing.</param>
    /// <param name="arguments">More arguments, as <c>--Jobs:Worker:Concurrency</c>, <c>20</c>.</param>
    public WorkerProcess StartWorker(bool journal = true, params string[] arguments)
    {
        string[] own = journal ? ["--redis", Redis.ConnectionString, "--journal", Journals.Folder] : ["--redis", Redis.ConnectionString];
        var worker = WorkerProcess.Start(program, [.. own, .. arguments]);
        workers.Add(worker);
        return worker;
    }

    /// <param name="milliseconds">How long each job takes.</param>
    public async Task EnqueueAsync(IEnumerable<int> milliseconds)
    {
        var first = Enqueued.Count;
        Enqueued.AddRange(await Client.EnqueueSimulateWork(milliseconds.Select((ms, i) => new SimulateWork(first + i, ms)), cancellationToken: report.Stopping));
    }

    /// <summary>Waits until so many jobs in all have completed, by the queue's own count.</summary>
    public Task CompletedAsync(long count, TimeSpan within) => Until.HoldsAsync(
        async () =>
        {
            if (workers.Find(worker => worker.EndedByItself) is { } ended)
            {
                throw new InvalidOperationException($"worker {ended.Id} ended by itself:\n{ended.Tail(20)}");
            }

            return await Queue.CompletedAsync() >= count;
        },
        $"{count:N0} jobs completed", within, report.Stopping);

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers)
        {
            await worker.DisposeAsync();
        }

        host?.Dispose();
        await Queue.DisposeAsync();
        await Redis.DisposeAsync();
        Directory.Delete(Journals.Folder, recursive: true);
    }
}
