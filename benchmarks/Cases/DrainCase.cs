using System.Diagnostics;
using Jobs.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>No-op jobs that wait already: how fast one worker process is through them, beside a bare loop over the same script.</summary>
internal sealed class DrainCase : ICase
{
    public string Name => "drain";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        var (ours, cpu, serverCpu, allocated, floor, floorServerCpu) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < size.Rounds; round++) // the first warms up and is not counted
        {
            await FillAsync(setup, size.Jobs);
            var serverBefore = await setup.ServerCpuAsync();
            var bare = await Floor.DrainAsync(setup, size.Jobs, batch: 100);
            var serverBetween = await setup.ServerCpuAsync();

            await FillAsync(setup, size.Jobs);
            var serverStart = await setup.ServerCpuAsync();
            var processBefore = Process.GetCurrentProcess().TotalProcessorTime;
            var bytesBefore = GC.GetTotalAllocatedBytes();
            var done = Countdown.Expect(size.Jobs);
            using (var host = await setup.StartHostAsync(worker => worker.Concurrency = 20))
            {
                await done;
                var processAfter = Process.GetCurrentProcess().TotalProcessorTime;
                var bytesAfter = GC.GetTotalAllocatedBytes();
                var serverEnd = await setup.ServerCpuAsync();
                await host.StopAsync();
                if (round >= 0)
                {
                    ours.Add(size.Jobs / Countdown.Elapsed.TotalSeconds);
                    cpu.Add((processAfter - processBefore).TotalMicroseconds / size.Jobs);
                    serverCpu.Add((serverEnd - serverStart).TotalMicroseconds / size.Jobs);
                    allocated.Add((bytesAfter - bytesBefore) / (double)size.Jobs);
                    floor.Add(size.Jobs / bare.TotalSeconds);
                    floorServerCpu.Add((serverBetween - serverBefore).TotalMicroseconds / size.Jobs);
                }
            }
        }

        return
        [
            new Figure("drain: jobs per second, first to last", "/s", [.. ours]),
            new Figure("drain: floor, a bare loop over the turn script", "/s", [.. floor]),
            new Figure("drain: ours / floor", "×", [.. ours.Zip(floor, (a, b) => a / b)]),
            new Figure("drain: worker CPU per job, with the start of its host", "µs", [.. cpu]),
            new Figure("drain: Redis CPU per job", "µs", [.. serverCpu]),
            new Figure("drain: Redis CPU per job, floor", "µs", [.. floorServerCpu]),
            new Figure("drain: allocated per job, with its payload", "B", [.. allocated]),
        ];
    }

    private static async Task FillAsync(Setup setup, int jobs)
    {
        await setup.EmptyAsync();
        using var host = await setup.StartHostAsync();
        await host.Services.GetRequiredService<IJobClient>().EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, jobs));
        await host.StopAsync();
    }
}
