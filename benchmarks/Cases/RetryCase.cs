using Jobs.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>Every job throws at its first attempt and succeeds at its second.</summary>
internal sealed class RetryCase : ICase
{
    public string Name => "retry";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        var jobs = size.Jobs;
        var (rate, floor, cpu, server, bareServer) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < size.Rounds; round++) // the first warms up and is not counted
        {
            await setup.EmptyAsync();
            using var client = await setup.StartHostAsync();
            var enqueue = client.Services.GetRequiredService<IJobClient>();
            await enqueue.EnqueueFailsOnce(Enumerable.Repeat(FailsOnce.Of100Bytes, jobs));
            var bareLoad = await Load.BeginAsync(setup);
            var bare = await Floor.RetryAsync(setup, jobs, batch: 100);
            var bareUsed = await bareLoad.EndAsync();
            await enqueue.EnqueueFailsOnce(Enumerable.Repeat(FailsOnce.Of100Bytes, jobs));
            var load = await Load.BeginAsync(setup);
            var done = Countdown.Expect(jobs);
            using var host = await setup.StartHostAsync(static worker => worker.Concurrency = 20);
            await done;
            var used = await load.EndAsync();
            await host.StopAsync();
            await client.StopAsync();
            if (round >= 0)
            {
                floor.Add(jobs / bare.TotalSeconds);
                rate.Add(jobs / used.Time.TotalSeconds); // with the start of the host: first attempts count too
                cpu.Add(used.Process.TotalMicroseconds / jobs);
                bareServer.Add(bareUsed.Server.TotalMicroseconds / jobs);
                server.Add(used.Server.TotalMicroseconds / jobs);
            }
        }

        return
        [
            new Figure("retry: jobs per second, each failing once", "/s", [.. rate]) { Goal = Goal.Min(60_000) },
            new Figure("retry: floor, a bare loop that fails each once", "/s", [.. floor]),
            new Figure("retry: ours / floor", "×", [.. rate.Zip(floor, static (a, b) => a / b)]) { Goal = Goal.Min(0.66) },
            new Figure("retry: worker CPU per job, two attempts", "µs", [.. cpu]),
            new Figure("retry: Redis CPU per job, two attempts", "µs", [.. server]),
            new Figure("retry: Redis CPU per job, ours / floor", "×", [.. server.Zip(bareServer, static (a, b) => a / b)]) { IsGuarded = true },
        ];
    }
}
