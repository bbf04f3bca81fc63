using AotWorker;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Jobs are enqueued until Redis has reached its <c>maxmemory</c>, under <c>noeviction</c>; then workers come.</summary>
internal sealed class FullMemoryScenario : IScenario
{
    private const int Milliseconds = 1;
    private const int Chunk = 500;
    private static readonly string Padding = new('x', 2000);

    public string Name => "full-memory";

    public string Shows => "Redis is full: enqueues are refused with what to do, workers drain what is there, and enqueues are stored again";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary, "--maxmemory", "24mb");
        var refusal = await FillAsync(stage, report);
        report.Figure("jobs stored when it was full", stage.Enqueued.Count);
        report.Require(refusal.Message.Contains("maxmemory", StringComparison.Ordinal), $"the refusal does not say what to do: {refusal.Message}");
        report.Require(stage.Enqueued.Count > 1000, "next to nothing was stored, so nothing was shown");

        stage.StartWorker();
        stage.StartWorker();
        await stage.CompletedAsync(stage.Enqueued.Count, TimeSpan.FromSeconds(60));
        await stage.EnqueueAsync(Enumerable.Repeat(Milliseconds, 100)); // there is room again
        await stage.CompletedAsync(stage.Enqueued.Count, TimeSpan.FromSeconds(30));

        var lines = stage.Journals.Read().ToLookup(line => line.Id);
        report.None("stored jobs did not run once", stage.Enqueued.Where(job => lines[job.Id].Count(line => line.IsStart) != 1));
        report.Require(lines.Count == stage.Enqueued.Count, $"{lines.Count:N0} jobs ran and {stage.Enqueued.Count:N0} were acknowledged: a refused one was stored");
        foreach (var (key, count) in await stage.Queue.UnfinishedAsync())
        {
            report.Require(count == 0, $"{count:N0} jobs are left in '{key}'");
        }
    }

    /// <summary>Enqueues one by one, so that each is stored or refused by itself.</summary>
    private static async Task<Exception> FillAsync(Stage stage, Report report)
    {
        while (true)
        {
            var calls = Enumerable.Range(0, Chunk).Select(_ => stage.Client.EnqueueSimulateWork(new(0, Milliseconds, Padding), new() { Retention = TimeSpan.Zero }, report.Stopping).AsTask()).ToList();
            await Task.WhenAll(calls).ContinueWith(_ => { }, report.Stopping, TaskContinuationOptions.None, TaskScheduler.Default);
            stage.Enqueued.AddRange(calls.Where(call => call.IsCompletedSuccessfully).Select(call => call.Result));
            if (calls.FirstOrDefault(call => call.IsFaulted) is { } refused)
            {
                return refused.Exception!.GetBaseException();
            }
        }
    }
}
