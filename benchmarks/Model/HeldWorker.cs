using Jobs.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Jobs.Benchmarks.Model;

/// <summary>A worker that runs and is held: jobs are stored first, then it is let go and measured from there, so that neither the start of
/// its host nor the storing is part of what a job costs.</summary>
internal sealed class HeldWorker : IAsyncDisposable
{
    private readonly Setup setup;
    private readonly IHost host;
    private readonly int slots;

    private HeldWorker(Setup setup, IHost host, int slots)
    {
        this.setup = setup;
        this.host = host;
        this.slots = slots;
    }

    public IJobClient Client => host.Services.GetRequiredService<IJobClient>();

    /// <param name="setup">Where.</param>
    /// <param name="slots">Its concurrency.</param>
    /// <param name="queues">Beside <see cref="Setup.Queue"/>.</param>
    /// <param name="way">Null: as in <paramref name="setup"/>; else the way to the same server.</param>
    public static async Task<HeldWorker> StartAsync(Setup setup, int slots = 20, IEnumerable<string>? queues = null, string? way = null)
    {
        var host = await setup.StartHostAsync(
            worker =>
            {
                worker.Concurrency = slots;
                worker.Queues[Setup.Queue] = 1;
                foreach (var queue in queues ?? [])
                {
                    worker.Queues[queue] = 1;
                }
            },
            way);
        return new HeldWorker(setup, host, slots);
    }

    /// <summary>Stores jobs while all slots are held, then lets the worker go.</summary>
    /// <returns>What was used from there until the last job has begun.</returns>
    public async Task<ServerUse> RunAsync(int jobs, Func<IJobClient, Task> fill)
    {
        var held = Gate.CloseAsync(slots);
        await Client.EnqueueGate(Enumerable.Range(0, slots).Select(static _ => new Gate()));
        await held;
        await fill(Client);
        Waits.TakeMean();
        var done = Countdown.Expect(jobs);
        var meter = await ServerMeter.BeginAsync(setup);
        Gate.Open();
        await done;
        return await meter.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
