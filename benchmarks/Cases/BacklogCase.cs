using System.Globalization;
using Jobs.Benchmarks.Measuring;
using Jobs.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>What a job costs, from enqueue to its end, while very many others wait, are scheduled or are dead, beside a queue of the same server that
/// holds few, in alternation.</summary>
internal sealed class BacklogCase : ICase
{
    private const string Few = "few", Many = "many";
    private const int Parts = 3; // of a round: of many short looks the middle one is steadier than of few long ones
    private const int Times = 3; // as many rounds: those of other cases were through in six seconds, and whoever else uses the machine's caches then decides the figure

    public string Name => "backlog";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        size = size with { Rounds = Times * Parts * size.Rounds, Jobs = size.Jobs / Parts };
        var figures = new List<Figure>();
        foreach (var (kind, fill) in ((string, Func<Setup, string, int, Task>)[])[("pending", Backlog.PendingAsync), ("scheduled", Backlog.ScheduledAsync), ("dead", Backlog.DeadAsync)])
        {
            await setup.EmptyAsync();
            var (least, held) = (size.Backlogs[0], 0);
            await fill(setup, Few, least);
            for (var warm = 0; warm < size.Rounds; warm++) // else the compiler's work is in the process' share
            {
                await MeasureAsync(setup, Few, size.Jobs);
            }

            var few = new List<Used>();
            foreach (var step in size.Backlogs[1..])
            {
                await fill(setup, Many, step - held);
                held = step;
                await Backlog.SettleAsync(setup, Few, size.Jobs);
                await Backlog.SettleAsync(setup, Many, size.Jobs);
                var (few1, many) = (new List<Used>(), new List<Used>());
                for (var round = 0; round < size.Rounds; round++)
                {
                    foreach (var queue in (string[])(round % 2 == 0 ? [Few, Many] : [Many, Few]))
                    {
                        (queue == Few ? few1 : many).Add(await MeasureAsync(setup, queue, size.Jobs));
                    }
                }

                few.AddRange(few1);
                Add(figures, size, kind, step, many);
                var name = string.Create(CultureInfo.InvariantCulture, $"of a job, {step:N0} {kind} / {least:N0}");
                figures.Add(new Figure($"backlog: CPU {name}", "×", [.. many.Zip(few1, static (a, b) => (a.Server + a.Process) / (b.Server + b.Process))]) { Goal = Goal.Max(1.1) });
                figures.Add(new Figure($"backlog: Redis CPU {name}", "×", [.. many.Zip(few1, static (a, b) => a.Server / b.Server)]) { Goal = Goal.Max(1.1) });
            }

            Add(figures, size, kind, least, few);
        }

        await setup.EmptyAsync();
        return figures;
    }

    private static void Add(List<Figure> figures, Size size, string kind, int held, List<Used> rounds)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"backlog: {held:N0} {kind}");
        figures.Add(new Figure($"{name}, Redis CPU per job", "µs", [.. rounds.Select(used => used.Server.TotalMicroseconds / size.Jobs)]));
        figures.Add(new Figure($"{name}, CPU per job of the process that enqueues and runs it", "µs", [.. rounds.Select(used => used.Process.TotalMicroseconds / size.Jobs)]));
        figures.Add(new Figure($"{name}, jobs enqueued and run per second", "/s", [.. rounds.Select(used => size.Jobs / used.Time.TotalSeconds)]));
    }

    /// <summary>Enqueues and runs jobs on top of what the queue holds, and leaves it as it was.</summary>
    private static async Task<Used> MeasureAsync(Setup setup, string queue, int jobs)
    {
        using var host = await setup.StartHostAsync();
        var client = host.Services.GetRequiredService<IJobClient>();
        var load = await Load.BeginAsync(setup);
        await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, jobs), new() { Queue = queue });
        await Floor.DrainAsync(setup, queue, jobs, batch: 100, static job => Outcome.Completed(job, retentionMs: 0));
        var used = await load.EndAsync();
        await host.StopAsync();
        return used;
    }
}
