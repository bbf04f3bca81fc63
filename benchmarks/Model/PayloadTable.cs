using System.Globalization;
using Jobs.Benchmarks.Measuring;

namespace Jobs.Benchmarks.Model;

/// <summary>What larger payloads cost.</summary>
internal sealed class PayloadTable : ITable
{
    private const long MaxStored = 64 * 1024 * 1024; // of the largest, fewer jobs: what is stored at a time is bounded by this
    private static readonly int[] Sizes = [100, 1024, 10 * 1024, 64 * 1024, 256 * 1024];

    public string Name => "payload";

    public async Task<IReadOnlyList<Table>> RunAsync(Setup setup, Size size)
    {
        var rounds = Math.Max(1, size.Rounds / 2);
        string[] names = [.. Sizes.Select(static bytes => bytes < 1024 ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KiB"))];
        int Jobs(int row) => (int)Math.Min(size.Jobs / 2, MaxStored / Sizes[row]);
        Noop Payload(int row) => new(new string('x', Sizes[row] - 8));

        var stored = await Row.InTurnsAsync(names, rounds, row => Storing.RatesAsync(setup, Payload(row), Math.Min(size.Samples, Jobs(row)), Jobs(row) / 2, Jobs(row) / 2));
        var run = await Row.InTurnsAsync(names, rounds, async row =>
        {
            await setup.EmptyAsync();
            await using var worker = await HeldWorker.StartAsync(setup);
            var (jobs, payload) = (Jobs(row), Payload(row));
            await worker.RunAsync(jobs / 10, async client => await client.EnqueueNoop(Enumerable.Repeat(payload, jobs / 10)));
            var use = await worker.RunAsync(jobs, async client => await client.EnqueueNoop(Enumerable.Repeat(payload, jobs)));
            return
            [
                jobs / use.Time.TotalSeconds, use.Sent / use.Time.TotalSeconds / 1e6, jobs / use.RoundTrips, use.Received / jobs, use.Sent / jobs,
                use.Process.TotalMicroseconds / jobs, use.ServerMicroseconds / jobs,
            ];
        });
        return
        [
            new Table(
                "Payloads of different sizes.", "One string; no-op jobs, 20 slots; at most 64 MiB of jobs stored at a time, so fewer jobs of the large ones.",
                [
                    "payload", "enqueue, one caller, /s", "enqueue, 32 callers, /s", "enqueue, many, /s", "run, /s", "run, MB/s", "jobs a turn", "bytes to Redis per run", "bytes from Redis per run", "worker CPU, µs",
                    "Redis CPU, µs",
                ],
                Row.Join(stored, run)),
        ];
    }
}
