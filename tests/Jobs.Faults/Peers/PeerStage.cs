using System.Globalization;
using Jobs.Faults.Running;
using Jobs.TestServers;

namespace Jobs.Faults.Peers;

/// <summary>What a peer plays on: a Redis of its own with an append-only file that is on disk before it answers, proxies, two workers.</summary>
internal sealed class PeerStage : IAsyncDisposable
{
    private readonly string program;
    private readonly string folder = Directory.CreateTempSubdirectory("jobs-faults-peer-").FullName;
    private readonly SingleRedis servers;
    private readonly List<WorkerProcess> processes = [];

    private PeerStage(string program, RedisProcess redis)
    {
        this.program = program;
        servers = new SingleRedis(redis);
        Journals = new PeerJournals(folder);
    }

    public PeerJournals Journals { get; }

    public IReadOnlyList<FaultProxy> Proxies => [.. servers.ProxiesOf(Roles.Worker), .. servers.ProxiesOf(Roles.Producer)];

    public static async Task<PeerStage> SetAsync(string program) => new(program, await RedisProcess.StartAsync());

    /// <param name="ct">Ctrl-C.</param>
    /// <param name="more">Seconds until a fetched job is visible to others again; none: the peer's default.</param>
    public async Task<WorkerProcess> StartWorkerAsync(CancellationToken ct, params string[] more)
    {
        var worker = Start(["work", servers.ConnectionStringFor(Roles.Worker), folder, .. more]);
        await Until.HoldsAsync(() => worker.Said("ready") > 0, "a worker of the peer is ready", TimeSpan.FromSeconds(60), ct);
        return worker;
    }

    public WorkerProcess StartProducer(params int[] numbers) =>
        Start(["enqueue", servers.ConnectionStringFor(Roles.Producer), folder, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))]);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            await process.EndAsync();
        }

        await servers.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private WorkerProcess Start(string[] arguments)
    {
        var process = WorkerProcess.Start(program, arguments);
        processes.Add(process);
        return process;
    }
}
