using Jobs.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>Jobs that are due one by one, each at a moment of its own: how much later than that their handlers begin. The server's clock is
/// taken for this machine's.</summary>
internal sealed class DelayCase : ICase
{
    private const int Warm = 50; // and not counted
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(13); // so that they meet every phase of a clock's tick

    public string Name => "delay";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        await setup.EmptyAsync();
        using var host = await setup.StartHostAsync(static _ => { });
        var client = host.Services.GetRequiredService<IJobClient>();
        var all = Timed.Expect(Warm + size.Samples);
        var first = DateTimeOffset.FromUnixTimeMilliseconds((TimeProvider.System.GetUtcNow() + Lead).ToUnixTimeMilliseconds()); // whole ms, as they are stored
        for (var i = 0; i < Warm + size.Samples; i++)
        {
            var due = first + (i * Apart);
            await client.EnqueueTimed(new(i, due), new() { At = due });
        }

        var late = new Figure("delay: a job starts after its time", "ms", (await all)[Warm..]);
        await host.StopAsync();
        return
        [
            late,
            new Figure("delay: a job starts after its time, p99", "ms", late.Percentile(0.99)) { Goal = Goal.Max(10) },
        ];
    }
}
