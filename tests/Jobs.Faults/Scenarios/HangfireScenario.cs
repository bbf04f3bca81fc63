using System.Diagnostics;
using Jobs.Faults.Peers;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Hangfire.Redis.StackExchange through a kill and through lost replies. Nothing is required of it: its counts stand beside ours.</summary>
internal sealed class HangfireScenario : IScenario
{
    private const int Jobs = 2_000;
    private const int JobMilliseconds = 20;
    private const int LongEvery = 100;
    private const int LostReplies = 100;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(60);

    public string Name => "hangfire";

    public string Shows => "Hangfire.Redis.StackExchange through a kill and lost replies: counts for comparison, nothing is required";

    public bool ByName => true;

    public async Task RunAsync(Report report, IBinary binary)
    {
        var program = await HangfireBinary.GetAsync(report.Stopping);
        await KillAsync(report, program, "a kill, defaults (30 min invisible)", longMilliseconds: 3_000);
        await KillAsync(report, program, "a kill, 15 s invisible, 1 % of jobs take 20 s", longMilliseconds: 20_000, "15");
        await LoseRepliesAsync(report, program);
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
        while (stage.Proxies.Sum(proxy => proxy.LostReplies) < LostReplies && stage.Journals.Ended < Jobs)
        {
            await Task.Delay(report.Random.Next(20, 200), report.Stopping);
            var open = stage.Proxies.SelectMany(proxy => proxy.Connections).ToArray();
            if (open.Length > 0)
            {
                open[report.Random.Next(open.Length)].LoseNextReply();
            }
        }

        var lost = stage.Proxies.Sum(proxy => proxy.LostReplies);
        await SettleAsync(stage, producer, report);
        report.Figure("lost replies: enqueues that ended in an error and were made again", stage.Journals.Unknown);
        Figures(report, stage, $"{lost} lost replies");
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
