using System.Diagnostics;
using Jobs.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>Very many jobs that are due at the same moment: how soon they are through, and whether others wait for them meanwhile.</summary>
internal sealed class BurstCase : ICase
{
    private const string Other = "other";

    public string Name => "burst";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        var (rate, meanwhile) = (new List<double>(), new List<double>());
        for (var round = 0; round < Math.Max(1, size.Rounds / 2); round++)
        {
            await setup.EmptyAsync();
            using var host = await setup.StartHostAsync(static worker => worker.Queues = new() { [Setup.Queue] = 1, [Other] = 1 });
            var client = host.Services.GetRequiredService<IJobClient>();
            var at = TimeProvider.System.GetUtcNow().AddSeconds(2 + (size.Jobs / 50_000.0));
            await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, size.Jobs), new() { At = at });
            var wait = at - TimeProvider.System.GetUtcNow();
            if (wait < TimeSpan.Zero)
            {
                throw new InvalidOperationException($"Storing {size.Jobs:N0} scheduled jobs took {-wait.TotalSeconds:N1} s longer than planned.");
            }

            var done = Countdown.Expect(size.Jobs);
            await Task.Delay(wait);
            while (!done.IsCompleted)
            {
                var seen = Seen.Next();
                var from = Stopwatch.GetTimestamp();
                await client.EnqueueSeen(new(0), new() { Queue = Other });
                await seen;
                meanwhile.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }

            rate.Add(size.Jobs / Countdown.Elapsed.TotalSeconds);
            await host.StopAsync();
        }

        var others = new Figure("", "", [.. meanwhile]);
        return
        [
            new Figure("burst: jobs of one moment, started per second", "/s", [.. rate]),
            new Figure("burst: a job of another queue meanwhile, p50", "ms", others.Median),
            new Figure("burst: a job of another queue meanwhile, p99", "ms", others.Percentile(0.99)) { Goal = Goal.Max(50) },
        ];
    }
}
