using System.Diagnostics;
using System.Globalization;
using Jobs.Benchmarks.Line;
using Jobs.Benchmarks.Measuring;
using StackExchange.Redis;

namespace Jobs.Benchmarks.Model;

/// <summary>What a longer way to Redis does to throughput and to latency. The line itself is measured too: what it adds, and what it can carry.</summary>
internal sealed class RoundTripTable : ITable
{
    public const string Ping = "PING p50, ms";
    public const string One = "enqueue, one caller, /s";
    public const string Callers = "enqueue, 32 callers, /s";
    public const string Many = "enqueue, many, /s";
    public const string Run = "run, /s";
    private static readonly double[] Added = [double.NaN, 0, 0.5, 1, 5]; // ms; the first: without the line

    public string Name => "rtt";

    public async Task<IReadOnlyList<Table>> RunAsync(Setup setup, Size size)
    {
        var rounds = Math.Max(1, size.Rounds / 2);
        await using var line = await LineProcess.StartAsync(setup.Redis);
        string[] names = [.. Added.Select(static ms => double.IsNaN(ms) ? "no line" : string.Create(CultureInfo.InvariantCulture, $"line, {ms} ms added"))];

        async Task<string> WayAsync(int row)
        {
            await line.AddAsync(double.IsNaN(Added[row]) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Added[row]));
            return double.IsNaN(Added[row]) ? setup.Redis : line.ConnectionString;
        }

        var ways = await Row.InTurnsAsync(names, 1, async row => await TryLineAsync(await WayAsync(row)));
        var stored = await Row.InTurnsAsync(names, rounds, async row => await Storing.RatesAsync(setup, Noop.Of100Bytes, size.Samples / 2, size.Jobs / 50, size.Jobs / 2, await WayAsync(row)));
        var run = await Row.InTurnsAsync(names, rounds, async row => await RunAsync(setup, size, await WayAsync(row), line));
        return
        [
            new Table(
                "Throughput and latency against the round trip.",
                "Half of what is added lies on each way. PING and MB/s are of the line alone: what a round trip really is, and what large replies reach over it; what the jobs need of that stands further right. Bytes of all tables are as Redis counts them; the last column holds that against what went over the line. "
                + "From enqueue to start: on an idle system, which takes 1.5 round trips at least (enqueue and wake-up, then the turn).",
                [
                    "way to Redis", Ping, "PING p99, ms", "line carries, MB/s", One, Callers, Many, Run, "jobs a turn",
                    "enqueue to start p50, ms", "p99, ms", "run needs, MB/s", "bytes counted by the line / by Redis",
                ],
                Row.Join(Row.Join(ways, stored), run)),
        ];
    }

    private static async Task<double[]> TryLineAsync(string way)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(way);
        var database = connection.GetDatabase();
        var pings = new double[300];
        for (var i = 0; i < pings.Length; i++)
        {
            pings[i] = (await database.PingAsync()).TotalMilliseconds;
        }

        const int size = 256 * 1024;
        const int count = 200;
        await database.StringSetAsync("line", new byte[size]);
        var from = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => database.StringGetLeaseAsync("line")));
        var carried = count * (double)size / Stopwatch.GetElapsedTime(from).TotalSeconds / 1e6;
        var figure = new Figure("", "", pings);
        return [figure.Median, figure.Percentile(0.99), carried];
    }

    private static async Task<double[]> RunAsync(Setup setup, Size size, string way, LineProcess line)
    {
        await setup.EmptyAsync();
        await using var worker = await HeldWorker.StartAsync(setup, way: way);
        var jobs = size.Jobs / 2;
        await worker.RunAsync(jobs / 10, Fill(jobs / 10)); // so that the first turns are not measured
        var (meter, before) = (await ServerMeter.BeginAsync(setup), await line.CountAsync());
        var use = await worker.RunAsync(jobs, Fill(jobs));
        var (all, after) = (await meter.EndAsync(), await line.CountAsync());
        var counted = way == line.ConnectionString ? (after.Requests + after.Replies - before.Requests - before.Replies) / (all.Received + all.Sent) : double.NaN;
        await Task.Delay(100);
        var late = new double[size.Samples / 5];
        for (var i = 0; i < late.Length; i++)
        {
            await Task.Delay(2);
            var done = Countdown.Expect(1);
            var from = Stopwatch.GetTimestamp();
            await worker.Client.EnqueueNoop(Noop.Of100Bytes);
            await done;
            late[i] = Stopwatch.GetElapsedTime(from, Countdown.StartedAt).TotalMilliseconds;
        }

        var latency = new Figure("", "", late);
        return [jobs / use.Time.TotalSeconds, jobs / use.RoundTrips, latency.Median, latency.Percentile(0.99), (use.Received + use.Sent) / use.Time.TotalSeconds / 1e6, counted];

        static Func<IJobClient, Task> Fill(int jobs) => async client => await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, jobs));
    }
}
