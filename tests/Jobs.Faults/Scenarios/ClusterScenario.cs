using Jobs.Faults.Checking;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Three queues on the three nodes of a cluster, two workers on all of them; one node is killed and comes back.</summary>
internal sealed class ClusterScenario : IScenario
{
    private const int JobsPerQueue = 5_000;
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(6);

    /// <summary>Their hash tags have slots in the first, second and last third.</summary>
    private static readonly string[] Queues = ["mail", "default", "images"];

    public string Name => "cluster";

    public string Shows => "Redis Cluster: each queue in its slot, workers on three; a node is killed and comes back: the other queues go on, each job runs once";

    public async Task RunAsync(Report report, IBinary binary)
    {
        var cluster = await ClusterRedis.StartAsync(report.Stopping);
        await using var stage = await Stage.SetAsync(report, binary, cluster);
        string[] arguments = [.. Queues.SelectMany(queue => new[] { $"--Jobs:Worker:Queues:{queue}", "1" })];
        stage.StartWorker(journal: true, arguments);
        stage.StartWorker(journal: true, arguments);
        var stored = Queues.ToDictionary(queue => queue, queue => new StoredQueue(cluster.ConnectionString, queue));
        var nodes = new Dictionary<string, int>();
        foreach (var (queue, held) in stored)
        {
            await stage.EnqueueAsync(Enumerable.Repeat(5, JobsPerQueue), queue);
            nodes[queue] = await held.NodeAsync(cluster.Nodes);
        }

        report.Figure("nodes the queues are on", string.Join(", ", nodes.Select(pair => $"{pair.Key} on {pair.Value}")));
        report.Require(nodes.Values.Distinct().Count() == Queues.Length, "the queues are not on three nodes, so less was shown");

        var victim = Queues[report.Random.Next(Queues.Length)];
        await CompletedAsync(stored[victim], JobsPerQueue / 5, report);
        await cluster.Nodes[nodes[victim]].KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(3), report.Stopping); // until the others have seen it
        var others = stored.Where(pair => pair.Key != victim).ToList();
        var before = (await Task.WhenAll(others.Select(pair => pair.Value.CompletedAsync()))).Sum();
        await Task.Delay(Away - TimeSpan.FromSeconds(3), report.Stopping);
        var after = (await Task.WhenAll(others.Select(pair => pair.Value.CompletedAsync()))).Sum();
        report.Figure("jobs of the other queues while it was away", after - before);
        report.Require(after > before || after == 2 * JobsPerQueue, "the other queues stood still while one node was away");

        await cluster.Nodes[nodes[victim]].RestartAsync();
        foreach (var held in stored.Values)
        {
            await CompletedAsync(held, JobsPerQueue, report);
        }

        await CheckAsync(stage, stored, report);
        foreach (var held in stored.Values)
        {
            await held.DisposeAsync();
        }
    }

    private static Task CompletedAsync(StoredQueue queue, long count, Report report) =>
        Until.HoldsAsync(async () => await queue.CompletedAsync() >= count, $"{count:N0} jobs completed", TimeSpan.FromSeconds(90), report.Stopping);

    private static async Task CheckAsync(Stage stage, Dictionary<string, StoredQueue> stored, Report report)
    {
        var lines = stage.Journals.Read().ToLookup(line => line.Id);
        foreach (var (queue, held) in stored)
        {
            var runs = await held.ReadAsync();
            var stories = stage.Enqueued.Where(job => job.Queue == queue).Select(job => new JobStory(job.Id, runs.GetValueOrDefault(job.Id), [.. lines[job.Id]])).ToList();
            report.None($"jobs of {queue} are not completed", stories.Where(story => story.Stored is not { IsCompleted: true } || story.Ends.Count == 0));
            report.None($"jobs of {queue} ran more than once", stories.Where(story => story.Starts.Count != 1));
            var completed = await held.CompletedAsync();
            report.Require(completed == JobsPerQueue, $"{completed:N0} completions of {queue} were counted");
        }
    }
}
