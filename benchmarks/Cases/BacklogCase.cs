using System.Globalization;
using Jobs.Benchmarks.Measuring;
using Jobs.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>What a job costs, from enqueue to its end, while very many others wait, are scheduled or are dead, beside a queue that holds few.</summary>
internal sealed class BacklogCase : ICase
{
    public string Name => "backlog";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        var figures = new List<Figure>();
        foreach (var (kind, fill) in ((string, Func<Setup, int, Task>)[])[("pending", Backlog.PendingAsync), ("scheduled", Backlog.ScheduledAsync), ("dead", Backlog.DeadAsync)])
        {
            var costs = new List<(int Held, double Server, double Rate)>();
            await setup.EmptyAsync();
            await MeasureAsync(setup, size.Jobs, rounds: 1); // warm
            await setup.EmptyAsync();
            var held = 0;
            foreach (var step in size.Backlogs)
            {
                await fill(setup, step - held);
                held = step;
                costs.AddRange((await MeasureAsync(setup, size.Jobs, Math.Min(3, size.Rounds))).Select(used => (
                    step, used.Server.TotalMicroseconds / size.Jobs, size.Jobs / used.Time.TotalSeconds)));
            }

            foreach (var step in size.Backlogs)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"backlog: {step:N0} {kind}");
                var of = costs.Where(cost => cost.Held == step).ToArray();
                figures.Add(new Figure($"{name}, Redis CPU per job", "µs", [.. of.Select(cost => cost.Server)]));
                figures.Add(new Figure($"{name}, jobs enqueued and run per second", "/s", [.. of.Select(cost => cost.Rate)]));
            }

            double Least(int step) => costs.Where(cost => cost.Held == step).Min(cost => cost.Server); // the worker never sees the backlog
            figures.Add(new Figure(string.Create(CultureInfo.InvariantCulture, $"backlog: Redis CPU of a job, {size.Backlogs[^1]:N0} {kind} / {size.Backlogs[0]:N0}"), "×",
                Least(size.Backlogs[^1]) / Least(size.Backlogs[0])) { Goal = Goal.Max(1.1) });
        }

        await setup.EmptyAsync();
        return figures;
    }

    /// <summary>Enqueues and runs jobs on top of what the queue holds, and leaves it as it was.</summary>
    private static async Task<List<Used>> MeasureAsync(Setup setup, int jobs, int rounds)
    {
        var all = new List<Used>();
        for (var round = 0; round < rounds; round++)
        {
            var load = await Load.BeginAsync(setup);
            using var host = await setup.StartHostAsync();
            await host.Services.GetRequiredService<IJobClient>().EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, jobs));
            await host.StopAsync();
            await Floor.DrainAsync(setup, jobs, batch: 100, static job => Outcome.Completed(job, retentionMs: 0));
            all.Add(await load.EndAsync());
        }

        return all;
    }
}
