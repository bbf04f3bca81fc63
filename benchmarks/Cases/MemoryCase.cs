using Jobs.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>What a waiting job occupies in Redis.</summary>
internal sealed class MemoryCase : ICase
{
    public string Name => "memory";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        var values = new double[size.Rounds];
        for (var round = 0; round < values.Length; round++)
        {
            await setup.EmptyAsync();
            using var host = await setup.StartHostAsync();
            var client = host.Services.GetRequiredService<IJobClient>();
            await client.EnqueueNoop(Noop.Of100Bytes); // the keys themselves
            var before = await setup.ServerBytesAsync();
            await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, size.Jobs));
            values[round] = (await setup.ServerBytesAsync() - before) / (double)size.Jobs;
            await host.StopAsync();
        }

        return [new Figure("memory: bytes in Redis per pending job", "B", values) { Goal = Goal.Max(260), IsGuarded = true }];
    }
}
