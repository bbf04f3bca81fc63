using System.Diagnostics;
using Jobs.Benchmarks.Line;
using Jobs.Benchmarks.Measuring;
using StackExchange.Redis;

namespace Jobs.Benchmarks.Model;

/// <summary>Whether a reader can work out what he will get: throughput by the formula of <c>docs/performance.md</c>, with constants measured a moment
/// before, beside what is then measured.</summary>
internal sealed class EstimateTable : ITable
{
    private const int InHand = 500; // of at most 1,000 that are fetched ahead, half comes with each turn while the other half is run
    private const int Slots = 50;
    private const int HandlerMs = 5;

    public string Name => "estimate";

    public async Task<IReadOnlyList<Table>> RunAsync(Setup setup, Size size)
    {
        var rounds = Math.Max(1, size.Rounds / 2);
        var (jobs, calls) = (size.Jobs / 2, size.Samples);
        await using var line = await LineProcess.StartAsync(setup.Redis);
        double one = double.MaxValue, server = double.MaxValue, worker = double.MaxValue, near = double.MaxValue; // the least of all rounds: the least disturbed
        await setup.EmptyAsync();
        await Row.InTurnsAsync([""], rounds, async _ =>
        {
            near = Math.Min(near, await PingAsync(setup.Redis));
            one = Math.Min(one, 1e6 / (await Storing.RatesAsync(setup, Noop.Of100Bytes, calls, 32, 1))[0]);
            await using var held = await HeldWorker.StartAsync(setup);
            await held.RunAsync(jobs, Noops);
            var use = await held.RunAsync(jobs, Noops);
            (server, worker) = (Math.Min(server, use.ServerMicroseconds / jobs), Math.Min(worker, use.Process.TotalMicroseconds / jobs));
            return [0];
        });

        var rows = await Row.InTurnsAsync(
            ["run no-op jobs, 5 ms added", $"run jobs of {HandlerMs} ms, {Slots} slots, 1 ms added", "enqueue, one caller, 1 ms added"], rounds, async row =>
            {
                await line.AddAsync(TimeSpan.FromMilliseconds(row == 0 ? 5 : 1));
                var ping = await PingAsync(line.ConnectionString);
                await setup.EmptyAsync();
                if (row == 2)
                {
                    var measured = (await Storing.RatesAsync(setup, Noop.Of100Bytes, calls, 32, 1, line.ConnectionString))[0];
                    return Compare(ping, 1e6 / (ping + Math.Max(0, one - near)), measured);
                }

                await using var held = await HeldWorker.StartAsync(setup, row == 0 ? 20 : Slots, way: line.ConnectionString);
                await held.RunAsync(jobs, Noops);
                if (row == 0)
                {
                    var use = await held.RunAsync(jobs, Noops);
                    return Compare(ping, InHand * 1e6 / (ping + (InHand * Math.Max(server, worker))), jobs / use.Time.TotalSeconds);
                }

                var waiting = Slots * 200;
                var waited = await held.RunAsync(waiting, async client => await client.EnqueueWaits(Enumerable.Range(0, waiting).Select(static _ => new Waits(HandlerMs))));
                return Compare(ping, Slots / Waits.TakeMean().TotalSeconds, waiting / waited.Time.TotalSeconds);
            });
        return
        [
            new Table(
                "The formula and what is measured.",
                $"Constants, measured before: a round trip of {near:N0} µs, one awaited enqueue {one:N0} µs, running a job {worker:N1} µs of the worker and {server:N1} µs of Redis.",
                ["case", "round trip, µs", "by the formula, /s", "measured, /s", "measured / formula"], rows),
        ];

        async Task Noops(IJobClient client) => await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, jobs));
    }

    private static double[] Compare(double ping, double estimated, double measured) => [ping, estimated, measured, measured / estimated];

    /// <summary>A round trip, in microseconds.</summary>
    private static async Task<double> PingAsync(string way)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(way);
        var database = connection.GetDatabase();
        var pings = new double[200];
        for (var i = 0; i < pings.Length; i++)
        {
            var from = Stopwatch.GetTimestamp();
            await database.PingAsync();
            pings[i] = Stopwatch.GetElapsedTime(from).TotalMicroseconds;
        }

        return new Figure("", "", pings).Median;
    }
}
