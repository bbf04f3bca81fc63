using System.Diagnostics;
using Jobs.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>An idle system: from the call of enqueue to the first line of the handler, beside the same steps done by hand on a connection of the same
/// kind. A worker's connections have threads of their own, so that handlers which block the pool keep no reply waiting.</summary>
internal sealed class LatencyCase : ICase
{
    private const int Rounds = 20; // in alternation, so that whatever else the machine does falls on both alike

    public string Name => "latency";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        await setup.EmptyAsync();
        await Floor.LatencyAsync(setup, 100); // warm
        var plain = await Floor.LatencyAsync(setup, size.Samples / 4);
        await using var bare = await Setup.ConnectAsWorkerAsync(setup.Redis);
        using var host = await setup.StartHostAsync(static _ => { });
        var client = host.Services.GetRequiredService<IJobClient>();
        double[] floor = [], ours = [];
        for (var round = -5; round < Rounds; round++) // the first warm up and are not counted
        {
            var (theirs, own) = (await Floor.LatencyAsync(bare, size.Samples / Rounds), await OursAsync(client, size.Samples / Rounds));
            if (round >= 0)
            {
                floor = [.. floor, .. theirs];
                ours = [.. ours, .. own];
            }
        }

        await host.StopAsync();
        var (a, b) = (new Figure("", "", ours), new Figure("", "", floor));
        return
        [
            new Figure("latency: enqueue to handler start, p50", "ms", ours), // all of them: they are plotted
            new Figure("latency: enqueue to handler start, p99", "ms", [a.Percentile(0.99)]),
            new Figure("latency: floor (enqueue, wake-up, turn), p50", "ms", floor),
            new Figure("latency: floor (enqueue, wake-up, turn), p99", "ms", [b.Percentile(0.99)]),
            new Figure("latency: floor on a connection without threads of its own, p50", "ms", plain),
            new Figure("latency: p50, ours / floor", "×", a.Median / b.Median) { Goal = Goal.Max(1.25), IsGuarded = true },
            new Figure("latency: p99, ours / floor", "×", a.Percentile(0.99) / b.Percentile(0.99)) { Goal = Goal.Max(2) },
        ];
    }

    private static async Task<double[]> OursAsync(IJobClient client, int samples)
    {
        var values = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            await Task.Delay(2); // what a system that is idle looks like
            var done = Countdown.Expect(1);
            var from = Stopwatch.GetTimestamp();
            await client.EnqueueNoop(Noop.Of100Bytes);
            await done;
            values[i] = Stopwatch.GetElapsedTime(from, Countdown.StartedAt).TotalMilliseconds;
        }

        return values;
    }
}
