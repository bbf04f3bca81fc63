using Jobs.Benchmarks.Measuring;

namespace Jobs.Benchmarks.Model;

/// <summary>What it costs that Redis writes down what it does, and when it waits for the disk.</summary>
internal sealed class AppendOnlyTable : ITable
{
    private static readonly (string Name, string On, string Sync)[] Modes = [("off", "no", "everysec"), ("`appendfsync everysec`", "yes", "everysec"), ("`appendfsync always`", "yes", "always")];

    public string Name => "appendonly";

    public async Task<IReadOnlyList<Table>> RunAsync(Setup setup, Size size)
    {
        var rounds = Math.Max(1, size.Rounds / 2);
        string[] names = [.. Modes.Select(static mode => mode.Name)];
        var stored = await Row.InTurnsAsync(names, rounds, async row =>
        {
            await SetAsync(setup, Modes[row].On, Modes[row].Sync);
            return await Storing.RatesAsync(setup, Noop.Of100Bytes, size.Samples, size.Jobs / 5, size.Jobs / 2);
        });
        var run = await Row.InTurnsAsync(names, rounds, async row =>
        {
            await SetAsync(setup, Modes[row].On, Modes[row].Sync);
            await using var worker = await HeldWorker.StartAsync(setup);
            var jobs = size.Jobs / 2;
            var use = await worker.RunAsync(jobs, async client => await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, jobs)));
            return [jobs / use.Time.TotalSeconds, jobs / use.RoundTrips, use.ServerMicroseconds / jobs];
        });
        await SetAsync(setup, "no", "everysec");
        return
        [
            new Table(
                "The append-only file.", "Payload of 100 bytes, no-op jobs, 20 slots. With `always` every call waits until the disk has what it wrote; calls of a batch wait once.",
                ["append-only file", "enqueue, one caller, /s", "enqueue, 32 callers, /s", "enqueue, many, /s", "run, /s", "jobs a turn", "Redis CPU per run, µs"],
                Row.Join(stored, run)),
        ];
    }

    private static async Task SetAsync(Setup setup, string on, string sync)
    {
        await setup.EmptyAsync();
        await setup.Database.ExecuteAsync("CONFIG", "SET", "appendfsync", sync);
        await setup.Database.ExecuteAsync("CONFIG", "SET", "appendonly", on);
        while (((string)(await setup.Database.ExecuteAsync("INFO", "persistence"))!).Contains("aof_rewrite_in_progress:1", StringComparison.Ordinal))
        {
            await Task.Delay(20); // switching it on writes the file anew, aside
        }
    }
}
