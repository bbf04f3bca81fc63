using Jobs.Benchmarks.Measuring;
using Jobs.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>Puts very many jobs into a queue, in one of the places where jobs stay.</summary>
internal static class Backlog
{
    private const int Part = 100_000;

    public static Task PendingAsync(Setup setup, int jobs) => EnqueueAsync(setup, jobs, options: null);

    /// <summary>Each for a time of its own, a day away.</summary>
    public static Task ScheduledAsync(Setup setup, int jobs) => EnqueueAsync(setup, jobs, new() { Delay = TimeSpan.FromDays(1) });

    public static async Task DeadAsync(Setup setup, int jobs)
    {
        for (var left = jobs; left > 0; left -= Part)
        {
            await EnqueueAsync(setup, Math.Min(Part, left), options: null);
            await Floor.DrainAsync(setup, Math.Min(Part, left), batch: 1000, static job => Outcome.Dead(job, new RunState(RunStateKind.Dead, 25, 0, "It failed.")));
        }
    }

    private static async Task EnqueueAsync(Setup setup, int jobs, EnqueueOptions? options)
    {
        using var host = await setup.StartHostAsync();
        var client = host.Services.GetRequiredService<IJobClient>();
        for (var left = jobs; left > 0; left -= Part)
        {
            await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, Math.Min(Part, left)), options);
        }

        await host.StopAsync();
    }
}
