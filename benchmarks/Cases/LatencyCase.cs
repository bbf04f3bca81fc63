using System.Diagnostics;
using Jobs.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>An idle system: from the call of enqueue to the first line of the handler, beside the same steps done by hand.</summary>
internal sealed class LatencyCase : ICase
{
    public string Name => "latency";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        await setup.EmptyAsync();
        await Floor.LatencyAsync(setup, 100); // warm
        var floor = await Floor.LatencyAsync(setup, size.Samples);
        await setup.EmptyAsync();
        using var host = await setup.StartHostAsync(static _ => { });
        var client = host.Services.GetRequiredService<IJobClient>();
        await OursAsync(client, 200);
        var ours = await OursAsync(client, size.Samples);
        await host.StopAsync();

        var (a, b) = (new Figure("", "", ours), new Figure("", "", floor));
        return
        [
            new Figure("latency: enqueue to handler start, p50", "ms", ours), // all of them: they are plotted
            new Figure("latency: enqueue to handler start, p99", "ms", [a.Percentile(0.99)]),
            new Figure("latency: floor (enqueue, wake-up, turn), p50", "ms", floor),
            new Figure("latency: floor (enqueue, wake-up, turn), p99", "ms", [b.Percentile(0.99)]),
            new Figure("latency: p50, ours / floor", "×", a.Median / b.Median) { Goal = Goal.Max(1.25) },
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
