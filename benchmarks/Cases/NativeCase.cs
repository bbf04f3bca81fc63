using System.Diagnostics;
using System.Globalization;
using AotWorker;
using Jobs.Benchmarks.Measuring;
using Jobs.Faults.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>The native worker (<c>samples/AotWorker</c>, published for it): how soon it runs its first job, how much memory it keeps, how large it is.</summary>
internal sealed class NativeCase : ICase
{
    public string Name => "native";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        var program = await new AotBinary().GetAsync(CancellationToken.None);
        using var host = await setup.StartHostAsync();
        var client = host.Services.GetRequiredService<IJobClient>();
        var starts = new double[(2 * size.Rounds) + 1];
        for (var i = 0; i < starts.Length; i++)
        {
            await setup.EmptyAsync();
            await client.EnqueueSimulateWork(new(i, Milliseconds: 0));
            starts[i] = (await FirstJobAsync(setup.Redis, program)).TotalMilliseconds;
        }

        await setup.EmptyAsync();
        var jobs = 10 * size.Jobs;
        await client.EnqueueSimulateWork(Enumerable.Range(0, jobs).Select(static i => new SimulateWork(i, Milliseconds: 0)));
        var worker = WorkerProcess.Start(program, ["--redis", setup.Redis]);
        while (await setup.EndedAsync() < jobs)
        {
            await Task.Delay(20);
        }

        var resident = worker.ResidentBytes / 1e6;
        await worker.StopAsync();
        await worker.EndAsync();
        await host.StopAsync();
        return
        [
            new Figure("native: from the start of the process to its first job", "ms", starts) { Goal = Goal.Max(60) },
            new Figure(string.Create(CultureInfo.InvariantCulture, $"native: resident memory after {jobs:N0} jobs"), "MB", resident) { Goal = Goal.Max(40) },
            new Figure("native: size of the program", "MB", new FileInfo(program).Length / 1e6) { Goal = Goal.Max(14) },
        ];
    }

    private static async Task<TimeSpan> FirstJobAsync(string redis, string program)
    {
        var folder = Directory.CreateTempSubdirectory("jobs-benchmarks-").FullName;
        var worker = WorkerProcess.Start(program, ["--redis", redis, "--journal", folder]);
        var journal = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"journal-{worker.Id}.txt"));
        string line;
        while ((line = File.Exists(journal) ? await ReadAsync(journal) : "").Length == 0)
        {
            await Task.Delay(20); // rarely: it is the worker that should be busy
        }

        await worker.StopAsync();
        await worker.EndAsync();
        Directory.Delete(folder, recursive: true);
        return Stopwatch.GetElapsedTime(worker.StartedAt, long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)); // the clock that all processes share
    }

    /// <returns>The first line that is there whole; empty: none.</returns>
    private static async Task<string> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync();
        return text.IndexOf('\n') is var end and >= 0 ? text[..end] : "";
    }
}
