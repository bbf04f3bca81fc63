using System.Diagnostics;
using Jobs.Benchmarks.Measuring;
using Jobs.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>One Redis and four worker processes: how many whole lives of a job, from enqueue to its end, a second of Redis' one core is good for, and
/// whether that core is what holds them up.</summary>
internal sealed class ProcessesCase : ICase
{
    private const int Processes = 4;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    public string Name => "processes";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        await setup.EmptyAsync();
        using var client = await setup.StartHostAsync();
        var (lives, share, rate) = (new List<double>(), new List<double>(), new List<double>());
        var workers = Enumerable.Range(0, Processes).Select(_ => Start(setup.Redis)).ToList();
        try
        {
            for (var round = -2; round < size.Rounds; round++) // the first warm up and are not counted
            {
                var (jobs, load) = (5 * size.Jobs, await Load.BeginAsync(setup));
                var ended = await setup.EndedAsync() + jobs;
                workers.ForEach(Signals.Stop); // while jobs are stored, which takes less than half a session
                await client.Services.GetRequiredService<IJobClient>().EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, jobs));
                workers.ForEach(Signals.Continue);
                var drain = await Load.BeginAsync(setup);
                while (await setup.EndedAsync() < ended)
                {
                    await Task.Delay(Look);
                }

                var (drained, used) = (await drain.EndAsync(), await load.EndAsync());
                if (round >= 0)
                {
                    lives.Add(jobs / used.Server.TotalSeconds);
                    share.Add(drained.Server / drained.Time);
                    rate.Add(jobs / drained.Time.TotalSeconds);
                }
            }
        }
        finally
        {
            foreach (var worker in workers)
            {
                worker.StandardInput.Close();
                await worker.WaitForExitAsync();
                worker.Dispose();
            }
        }

        await client.StopAsync();
        return
        [
            new Figure("processes: whole lives of jobs per second of Redis' core, 4 workers", "/s", [.. lives]) { Goal = Goal.Min(100_000) },
            new Figure("processes: how busy Redis' core is while they drain", "×", [.. share]) { Goal = Goal.Min(0.75) },
            new Figure("processes: jobs per second, 4 workers together", "/s", [.. rate]),
        ];
    }

    /// <summary>What such a process does: it works until its input ends.</summary>
    public static async Task<int> WorkAsync(string redis)
    {
        await using var setup = await Setup.ConnectAsync(redis);
        using var host = await setup.StartHostAsync(static worker => worker.Concurrency = 20);
        await Console.In.ReadToEndAsync();
        await host.StopAsync();
        return 0;
    }

    private static Process Start(string redis)
    {
        var start = Self.With("worker", redis);
        start.RedirectStandardInput = true;
        return Process.Start(start)!;
    }
}
