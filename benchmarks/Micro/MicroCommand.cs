using System.Globalization;
using System.Text;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Jobs.Benchmarks.Measuring;

namespace Jobs.Benchmarks.Micro;

/// <summary>Parts of the way of a job by themselves, without Redis, by BenchmarkDotNet; written down as <c>benchmarks/MICRO.md</c>.</summary>
internal static class MicroCommand
{
    /// <param name="quick">Each once: shows that they run. Nothing is written.</param>
    public static int Run(bool quick)
    {
        var log = new AccumulationLogger();
        var config = ManualConfig.CreateEmpty().AddLogger(log).AddColumnProvider(DefaultColumnProviders.Instance).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "jobs-micro"))
            .AddJob((quick ? Job.Dry : Job.ShortRun.WithWarmupCount(5).WithIterationCount(10)).WithToolchain(InProcessEmitToolchain.Instance)); // this process: no project is generated, nothing is built
        var reports = BenchmarkRunner.Run([typeof(CodecMicro), typeof(EnqueueMicro), typeof(TurnMicro), typeof(DispatchMicro)], config).SelectMany(static summary => summary.Reports).ToArray();
        if (reports.Length == 0 || reports.Any(static report => report.ResultStatistics is null))
        {
            Console.Error.WriteLine(log.GetLog());
            return 1;
        }

        var text = Text(reports);
        Console.WriteLine(text);
        if (!quick)
        {
            File.WriteAllText(Path.Combine(Results.Folder, "MICRO.md"), text.ReplaceLineEndings("\n"));
        }

        return 0;
    }

    private static string Text(IEnumerable<BenchmarkReport> reports)
    {
        var text = new StringBuilder("# Parts by themselves\n\n");
        text.AppendLine("Written by `dotnet run -c Release --project benchmarks -- micro`: BenchmarkDotNet, ten iterations of each, no Redis. Time and memory of one.");
        text.AppendLine("\n| | median, ns | smallest … largest | allocated, B |\n|---|---:|---:|---:|");
        foreach (var report in reports)
        {
            var time = report.ResultStatistics!;
            text.AppendLine(CultureInfo.InvariantCulture, $"| {report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'')} | {time.Median:#,0.#} | {time.Min:#,0.#} … {time.Max:#,0.#} | {report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase):#,0} |");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"\n{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, .NET {Environment.Version}, {Results.Conditions}");
        return text.ToString();
    }
}
