using System.Diagnostics;
using System.Globalization;
using AotWorker;
using Jobs.Faults.Running;

namespace Jobs.Faults.Scenarios;

/// <summary>Ten thousand jobs that fail whenever they run, as after a bad release.</summary>
internal sealed class RunawayScenario : IScenario
{
    private const int Jobs = 10_000;
    private const int Buckets = 40;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(15); // by then delays have grown to their longest, which is 5 s
    private static readonly TimeSpan Bucket = TimeSpan.FromMilliseconds(500);
    private const double MaxProcessors = 1.0; // of both workers together

    public string Name => "runaway";

    public string Shows => "10,000 jobs always fail: their retries are spread, no half second has more than twice the mean, and the processor is not eaten up";

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        WorkerProcess[] workers = [stage.StartWorker(), stage.StartWorker()];
        await stage.EnqueueAsync(Enumerable.Repeat(new SimulateWork(0, 0, Failures: int.MaxValue), Jobs), new() { MaxAttempts = 1000 });
        await stage.WaitAsync(() => stage.Journals.Count() >= Jobs * 2, "each job has begun once", TimeSpan.FromSeconds(60));
        await Task.Delay(Warm, report.Stopping);

        var (from, before) = (Stopwatch.GetTimestamp(), Processor(workers));
        await Task.Delay(Bucket * Buckets, report.Stopping);
        var (to, after) = (Stopwatch.GetTimestamp(), Processor(workers));
        var lines = stage.Journals.Read();
        var starts = lines.Where(line => line.IsStart && line.At >= from && line.At < to).ToList();
        var buckets = starts.CountBy(line => (int)(Stopwatch.GetElapsedTime(from, line.At) / Bucket)).Where(bucket => bucket.Key < Buckets).ToDictionary();
        var mean = (double)buckets.Values.Sum() / Buckets;
        var processors = (after - before) / Stopwatch.GetElapsedTime(from, to);
        report.Figure("attempts", starts.Count);
        report.Figure("attempts in half a second: mean, most", string.Create(CultureInfo.InvariantCulture, $"{mean:N0}, {buckets.Values.Max():N0}"));
        report.Figure("processors used by both workers", processors.ToString("N2", CultureInfo.InvariantCulture));
        report.Figure("processor time per attempt", (after - before) / starts.Count);
        report.Require(starts.DistinctBy(line => line.Id).Count() > Jobs * 9 / 10, "hardly any of the jobs ran, so nothing was shown");
        report.Require(buckets.Values.Max() <= 2 * mean, $"one half second had {buckets.Values.Max():N0} attempts, the mean was {mean:N0}");
        report.Require(processors <= MaxProcessors, $"the two workers used {processors:N2} processors");
        report.None("jobs started twice under one grant", lines.Where(line => line.IsStart).GroupBy(line => (line.Id, line.Grant)).Where(group => group.Count() > 1));
    }

    private static TimeSpan Processor(WorkerProcess[] workers) => workers.Aggregate(TimeSpan.Zero, (sum, worker) => sum + worker.ProcessorTime);
}
