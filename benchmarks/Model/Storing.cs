using System.Diagnostics;
using Jobs.Benchmarks.Cases;
using Jobs.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Model;

/// <summary>The ways to store jobs, as rows and columns share them.</summary>
internal static class Storing
{
    public static Task OneAsync(IJobClient client, int jobs, Noop payload) => CallAsync(client, jobs, payload);

    public static Task CallersAsync(IJobClient client, int jobs, Noop payload) =>
        Task.WhenAll(Enumerable.Range(0, EnqueueCase.Callers).Select(_ => Task.Run(() => CallAsync(client, jobs / EnqueueCase.Callers, payload))));

    public static async Task ManyAsync(IJobClient client, int jobs, Noop payload) => await client.EnqueueNoop(Enumerable.Repeat(payload, jobs));

    public static async Task ManyRankedAsync(IJobClient client, int jobs, Noop payload) => await client.EnqueueNoop(Enumerable.Repeat(payload, jobs), new() { Priority = 1 });

    /// <summary>Jobs a second by each of the three ways: one caller, 32 callers, many at once.</summary>
    /// <param name="setup">Where; emptied.</param>
    /// <param name="payload">What is stored.</param>
    /// <param name="one">How many jobs one caller stores.</param>
    /// <param name="callers">How many the 32 callers store.</param>
    /// <param name="many">How many one call stores.</param>
    /// <param name="way">Another way to the server.</param>
    public static async Task<double[]> RatesAsync(Setup setup, Noop payload, int one, int callers, int many, string? way = null)
    {
        await setup.EmptyAsync();
        using var host = await setup.StartHostAsync(way: way);
        var client = host.Services.GetRequiredService<IJobClient>();
        await client.EnqueueNoop(payload);
        var rates = new List<double>();
        foreach (var (jobs, store) in ((int, Func<IJobClient, int, Noop, Task>)[])[(one, OneAsync), (callers, CallersAsync), (many, ManyAsync)])
        {
            var from = Stopwatch.GetTimestamp();
            await store(client, jobs, payload);
            rates.Add(jobs / Stopwatch.GetElapsedTime(from).TotalSeconds);
            await setup.EmptyAsync();
        }

        await host.StopAsync();
        return [.. rates];
    }

    private static async Task CallAsync(IJobClient client, int jobs, Noop payload)
    {
        for (var i = 0; i < jobs; i++)
        {
            await client.EnqueueNoop(payload);
        }
    }
}
