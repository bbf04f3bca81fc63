using System.Diagnostics;
using Jobs.Faults.Checking;
using Jobs.Faults.Peers;
using Jobs.Faults.Running;
using Jobs.TestServers;

namespace Jobs.Faults.Scenarios;

/// <summary>Hangfire.Redis.StackExchange through a kill and through lost replies, and then ours through the same. Of the peer nothing is required: its counts stand beside ours.</summary>
internal sealed class HangfireScenario : IScenario
{
    private const int Jobs = 2_000;
    private const int JobMilliseconds = 20;
    private const int LongEvery = 100;
    private const int LostReplies = 100;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(60);

    public string Name => "hangfire";

    public string Shows => "Hangfire.Redis.StackExchange and ours, 2,000 jobs of 20 ms, through a kill and lost replies: counts for comparison";

    public bool ByName => true;

    public async Task RunAsync(Report report, IBinary binary)
    {
        var program = await HangfireBinary.GetAsync(report.Stopping);
        await KillAsync(report, program, "a kill, defaults (30 min invisible)", longMilliseconds: 3_000);
        await KillAsync(report, program, "a kill, 15 s invisible, 1 % of jobs take 20 s", longMilliseconds: 20_000, "15");
        await LoseRepliesAsync(report, program);
        await OurKillAsync(report, binary, "ours, a kill", longMilliseconds: 3_000);
        await OurKillAsync(report, binary, "ours, a kill, 1 % of jobs take 20 s", longMilliseconds: 20_000);
        await OurLostRepliesAsync(report, binary);
    }

    private static async Task OurKillAsync(Report report, IBinary binary, string what, int longMilliseconds)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        WorkerProcess[] workers = [StartOurs(stage), StartOurs(stage)];
        var producer = Produce(stage, longMilliseconds);
        await stage.WaitAsync(() => Ended(stage) > Jobs * 4 / 10, "a part has run", Watched);
        var killed = workers[report.Random.Next(2)];
        await killed.KillAsync();
        await OursAsync(report, stage, producer, what, killed);
    }

    private static async Task OurLostRepliesAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        StartOurs(stage);
        StartOurs(stage);
        var producer = Produce(stage, JobMilliseconds, "--per-second", "100"); // else it is through before so many replies are lost
        FaultProxy[] proxies = [.. stage.Servers.ProxiesOf(Roles.Worker), .. stage.Servers.ProxiesOf(Roles.Producer)];
        await LoseAsync(report, proxies, () => Ended(stage));
        await OursAsync(report, stage, producer, $"ours, {proxies.Sum(proxy => proxy.LostReplies)} lost replies", killed: null);
    }

    private static WorkerProcess StartOurs(Stage stage) => stage.StartWorker(Roles.Worker, "--Jobs:Worker:Concurrency", "10");

    private static WorkerProcess Produce(Stage stage, int longMilliseconds, params string[] more) => stage.StartProducer(
        Roles.Producer, Jobs, ["--milliseconds", $"{JobMilliseconds}", "--long-every", $"{LongEvery}", "--long-milliseconds", $"{longMilliseconds}", .. more]);

    private static int Ended(Stage stage) => stage.Journals.Read().Where(line => line.Event == RunEvent.End).DistinctBy(line => line.Id).Count();

    private static async Task OursAsync(Report report, Stage stage, WorkerProcess producer, string what, WorkerProcess? killed)
    {
        await stage.DrainedAsync(producer, Watched);
        var history = await Checker.CheckAsync(stage, report);
        var repeated = history.Stories.Where(story => story.Starts.Count > 1).ToList();
        report.Figure($"{what}: acknowledged jobs", history.Acknowledged.Count);
        report.Figure($"{what}: not run to their end a minute later", history.Stories.Count(story => history.Acknowledged.Contains(story.Id) && story.Ends.Count == 0));
        report.Figure($"{what}: jobs that ran more than once", repeated.Count);
        report.None($"({what}) jobs ran more than once though their worker was not killed", repeated.Where(story => story.Starts[0].Process != killed?.Id));
    }

    private static async Task KillAsync(Report report, string program, string what, int longMilliseconds, params string[] invisible)
    {
        await using var stage = await PeerStage.SetAsync(program);
        var workers = new[] { await stage.StartWorkerAsync(report.Stopping, invisible), await stage.StartWorkerAsync(report.Stopping, invisible) };
        var producer = stage.StartProducer(Jobs, JobMilliseconds, LongEvery, longMilliseconds);
        await Until.HoldsAsync(() => stage.Journals.Ended > Jobs * 4 / 10, "a part has run", Watched, report.Stopping);
        await workers[report.Random.Next(2)].KillAsync();
        await SettleAsync(stage, producer, report);
        Figures(report, stage, what);
    }

    private static async Task LoseRepliesAsync(Report report, string program)
    {
        await using var stage = await PeerStage.SetAsync(program);
        await stage.StartWorkerAsync(report.Stopping);
        await stage.StartWorkerAsync(report.Stopping);
        var producer = stage.StartProducer(Jobs, JobMilliseconds, LongEvery, JobMilliseconds);
        await LoseAsync(report, stage.Proxies, () => stage.Journals.Ended);

        var lost = stage.Proxies.Sum(proxy => proxy.LostReplies);
        await SettleAsync(stage, producer, report);
        report.Figure("lost replies: enqueues that ended in an error and were made again", stage.Journals.Unknown);
        Figures(report, stage, $"{lost} lost replies");
    }

    private static async Task LoseAsync(Report report, IReadOnlyList<FaultProxy> proxies, Func<int> ended)
    {
        while (proxies.Sum(proxy => proxy.LostReplies) < LostReplies && ended() < Jobs)
        {
            await Task.Delay(report.Random.Next(20, 200), report.Stopping);
            var open = proxies.SelectMany(proxy => proxy.Connections).ToArray();
            if (open.Length > 0)
            {
                open[report.Random.Next(open.Length)].LoseNextReply();
            }
        }
    }

    /// <summary>Until all have run, or for a minute.</summary>
    private static async Task SettleAsync(PeerStage stage, WorkerProcess producer, Report report)
    {
        var began = Stopwatch.GetTimestamp();
        while ((producer.IsRunning || stage.Journals.Ended < Jobs) && Stopwatch.GetElapsedTime(began) < Watched)
        {
            await Task.Delay(500, report.Stopping);
        }
    }

    private static void Figures(Report report, PeerStage stage, string what)
    {
        report.Figure($"{what}: acknowledged jobs", stage.Journals.Acknowledged);
        report.Figure($"{what}: not run to their end a minute later", stage.Journals.Acknowledged - stage.Journals.Ended);
        report.Figure($"{what}: jobs that ran more than once", stage.Journals.Repeated);
    }
}
