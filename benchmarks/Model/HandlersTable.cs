using Jobs.Benchmarks.Measuring;

namespace Jobs.Benchmarks.Model;

/// <summary>Handlers that wait: whether the slots are the bound, as they should be.</summary>
internal sealed class HandlersTable : ITable
{
    private static readonly (int Milliseconds, int Slots, double Seconds)[] Kinds = [(1, 20, 1), (1, 200, 1), (100, 20, 2), (100, 1000, 2)];

    public string Name => "handlers";

    public async Task<IReadOnlyList<Table>> RunAsync(Setup setup, Size size)
    {
        var rows = await Row.InTurnsAsync(
            [.. Kinds.Select(static kind => $"{kind.Milliseconds} ms, {kind.Slots:N0} slots")], Math.Max(1, size.Rounds / 3), async row =>
            {
                await setup.EmptyAsync();
                var (milliseconds, slots, seconds) = Kinds[row];
                await using var worker = await HeldWorker.StartAsync(setup, slots);
                var jobs = (int)Math.Max(slots * 2, Math.Min(size.Jobs, seconds * slots * 1000 / (milliseconds + 1)));
                var use = await worker.RunAsync(jobs, async client => await client.EnqueueWaits(Enumerable.Range(0, jobs).Select(_ => new Waits(milliseconds))));
                var took = Waits.TakeMean();
                var (rate, most) = (jobs / use.Time.TotalSeconds, slots / took.TotalSeconds);
                return [took.TotalMilliseconds, most, rate, rate / most, jobs / use.RoundTrips, use.Process.TotalMicroseconds / jobs, use.ServerMicroseconds / jobs];
            });
        return
        [
            new Table(
                "Handlers that wait 1 ms and 100 ms.", "`Task.Delay` takes longer than it is told: how long the handlers really took is the first column, and what slots of that length can run at most is the second.",
                ["handler", "handler took, ms", "slots / that, /s", "run, /s", "share of it", "jobs a turn", "worker CPU, µs", "Redis CPU, µs"], rows),
        ];
    }
}
