using System.Diagnostics;
using Jobs.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>Jobs delayed by one second, one after another: how much later than that their handlers begin.</summary>
internal sealed class DelayCase : ICase
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    public string Name => "delay";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        await setup.EmptyAsync();
        using var host = await setup.StartHostAsync(static _ => { });
        var client = host.Services.GetRequiredService<IJobClient>();
        var late = new double[Math.Max(3, size.Samples / 50)];
        for (var i = 0; i < late.Length; i++)
        {
            var done = Countdown.Expect(1);
            await client.EnqueueNoop(Noop.Of100Bytes, new() { Delay = Delay });
            var stored = Stopwatch.GetTimestamp(); // the server's clock began to count at most a round trip before
            await done;
            late[i] = (Stopwatch.GetElapsedTime(stored, Countdown.StartedAt) - Delay).TotalMilliseconds;
        }

        await host.StopAsync();
        return
        [
            new Figure("delay: start after its time, 1 s delay", "ms", late),
            new Figure("delay: start after its time, 1 s delay, p99", "ms", new Figure("", "", late).Percentile(0.99)) { Goal = Goal.Max(10) },
        ];
    }
}
