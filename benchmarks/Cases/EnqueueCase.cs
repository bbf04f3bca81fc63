using System.Diagnostics;
using Jobs.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>Storing: one caller that awaits each, 32 such callers, and many at once; beside one script call per await.</summary>
internal sealed class EnqueueCase : ICase
{
    public const int Callers = 32;

    public string Name => "enqueue";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        await setup.EmptyAsync();
        using var host = await setup.StartHostAsync();
        var client = host.Services.GetRequiredService<IJobClient>();
        var (one, raw, many, alone, own, bulk, full, allocated) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < size.Rounds; round++) // the first warms up and is not counted
        {
            var (awaited, floor) = await InTurnsAsync(setup, client, size.Jobs / 20);
            var bytes = GC.GetTotalAllocatedBytes();
            var together = await RateAsync(size.Jobs, () => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallAsync(client, size.Jobs / Callers)))));
            bytes = GC.GetTotalAllocatedBytes() - bytes;
            var apart = await RateAsync(size.Jobs / 4, () => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => Floor.EnqueueAsync(setup, size.Jobs / 4 / Callers)))));
            var halfOwn = await RateAsync(size.Jobs, () => Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(client, size.Jobs / Callers, ownIds: caller % 2 == 0)))));
            var atOnce = await RateAsync(size.Jobs, async () => await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, size.Jobs)));
            var bare = await Floor.EnqueueManyAsync(setup, size.Jobs);
            await setup.EmptyAsync();
            if (round >= 0)
            {
                alone.Add(apart);
                own.Add(halfOwn);
                full.Add(size.Jobs / bare.TotalSeconds);
                raw.Add(floor);
                one.Add(awaited);
                many.Add(together);
                bulk.Add(atOnce);
                allocated.Add(bytes / (double)size.Jobs);
            }
        }

        await host.StopAsync();
        return
        [
            new Figure("enqueue: one caller, each awaited", "/s", [.. one]),
            new Figure("enqueue: floor, one script call per await", "/s", [.. raw]),
            new Figure("enqueue: one caller / floor", "×", [.. one.Zip(raw, (a, b) => a / b)]) { Goal = Goal.Min(0.9), IsGuarded = true },
            new Figure("enqueue: 32 callers, each awaited", "/s", [.. many]) { Goal = Goal.Min(150_000) },
            new Figure("enqueue: floor, 32 callers, one script call per await", "/s", [.. alone]),
            new Figure("enqueue: 32 callers / floor", "×", [.. many.Zip(alone, (a, b) => a / b)]) { Goal = Goal.Min(1) },
            new Figure("enqueue: 32 callers, half of them with ids of their own", "/s", [.. own]),
            new Figure("enqueue: allocated per call, 32 callers", "B", [.. allocated]) { Goal = Goal.Max(300), IsGuarded = true },
            new Figure("enqueue: many at once", "/s", [.. bulk]) { Goal = Goal.Min(400_000) },
            new Figure("enqueue: floor, full calls one after another", "/s", [.. full]),
            new Figure("enqueue: many at once / floor", "×", [.. bulk.Zip(full, (a, b) => a / b)]) { Goal = Goal.Min(0.66) },
        ];
    }

    /// <summary>A few calls of one, then of the other: whatever else the machine does falls on both alike.</summary>
    private static async Task<(double Ours, double Floor)> InTurnsAsync(Setup setup, IJobClient client, int calls)
    {
        const int chunk = 100;
        var (ours, floor) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var done = 0; done < calls; done += chunk)
        {
            floor += await Floor.EnqueueAsync(setup, chunk);
            var clock = Stopwatch.StartNew();
            await CallAsync(client, chunk);
            ours += clock.Elapsed;
        }

        return (calls / ours.TotalSeconds, calls / floor.TotalSeconds);
    }

    public static async Task CallAsync(IJobClient client, int jobs, bool ownIds = false)
    {
        for (var i = 0; i < jobs; i++)
        {
            await (ownIds ? client.EnqueueNoop(Noop.Of100Bytes, new() { Id = new JobId(Guid.NewGuid()) }) : client.EnqueueNoop(Noop.Of100Bytes));
        }
    }

    private static async Task<double> RateAsync(int jobs, Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return jobs / clock.Elapsed.TotalSeconds;
    }
}
