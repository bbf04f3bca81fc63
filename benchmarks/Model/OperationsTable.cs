using Jobs.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Model;

/// <summary>What one job costs in each of the things that can be done with it.</summary>
internal sealed class OperationsTable : ITable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(1500);

    public string Name => "operations";

    public async Task<IReadOnlyList<Table>> RunAsync(Setup setup, Size size)
    {
        var rounds = Math.Max(1, size.Rounds / 2);
        var rows = new List<Row>();
        await StoreAsync(); // before any worker of this process: it changes how connections are read
        await RunJobsAsync();
        return
        [
            new Table(
                "What a job costs.",
                "Payload of 100 bytes, 20 slots. Enqueued: from the call to its answer; run: from a worker that waits already to the start of the last of the jobs, so their ends are counted but for the last turn. "
                + "A round trip is one call of a script; commands are those within scripts; bytes are as the server counts them on its sockets; CPU is of the whole process.",
                ["per job", "jobs/s", "round trips", "commands", "bytes to Redis", "bytes from Redis", "client or worker CPU, µs", "Redis CPU, µs", "of that in scripts, µs"], rows),
        ];

        async Task StoreAsync()
        {
            (string Name, int Jobs, Func<IJobClient, int, Noop, Task> Store)[] ways =
            [
                ("enqueue, one caller that awaits each", size.Jobs / 20, Storing.OneAsync), ("enqueue, 32 callers that await each", size.Jobs / 2, Storing.CallersAsync),
                ("enqueue, many by one call", size.Jobs, Storing.ManyAsync), ("enqueue, many with a priority", size.Jobs, Storing.ManyRankedAsync),
            ];
            using var host = await setup.StartHostAsync();
            var client = host.Services.GetRequiredService<IJobClient>();
            rows.AddRange(await Row.InTurnsAsync([.. ways.Select(static way => way.Name)], rounds, async row =>
            {
                await setup.EmptyAsync();
                var (_, jobs, store) = ways[row];
                var meter = await ServerMeter.BeginAsync(setup);
                await store(client, jobs, Noop.Of100Bytes);
                return Costs(await meter.EndAsync(), jobs);
            }));
            await host.StopAsync();
        }

        async Task RunJobsAsync()
        {
            var jobs = size.Jobs / 2;
            (string Name, int Jobs, Func<IJobClient, Task> Fill)[] ways =
            [
                ("run", jobs, async client => await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, jobs))),
                ("run, with a priority", jobs, client => Storing.ManyRankedAsync(client, jobs, Noop.Of100Bytes)),
                ("run, with one step (`OnceAsync`)", jobs / 2, async client => await client.EnqueueStepwise(Enumerable.Repeat(Stepwise.Of100Bytes, jobs / 2))),
                ("run, fail, run again", jobs / 2, async client => await client.EnqueueFailsOnce(Enumerable.Repeat(FailsOnce.Of100Bytes, jobs / 2))),
                ("run, once its time has come", jobs, client => DelayedAsync(client, jobs)),
            ];
            await using var worker = await HeldWorker.StartAsync(setup);
            rows.AddRange(await Row.InTurnsAsync([.. ways.Select(static way => way.Name)], rounds, async row => Costs(await worker.RunAsync(ways[row].Jobs, ways[row].Fill), ways[row].Jobs)));
            rows.AddRange(await Row.InTurnsAsync(["enqueue and run, one at a time on an idle system"], rounds, async _ =>
            {
                var meter = await ServerMeter.BeginAsync(setup);
                for (var i = 0; i < size.Samples; i++)
                {
                    var done = Countdown.Expect(1);
                    await worker.Client.EnqueueNoop(Noop.Of100Bytes);
                    await done;
                    await Task.Delay(2);
                }

                var use = await meter.EndAsync();
                return [double.NaN, .. Costs(use, size.Samples)[1..]];
            }));
        }
    }

    /// <summary>All stored, and all due, when this ends.</summary>
    private static async Task DelayedAsync(IJobClient client, int jobs)
    {
        var at = TimeProvider.System.GetUtcNow() + Delay;
        await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, jobs), new() { At = at });
        await Task.Delay(Max(at - TimeProvider.System.GetUtcNow(), TimeSpan.Zero) + TimeSpan.FromMilliseconds(20));
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static double[] Costs(ServerUse use, int jobs) =>
    [
        jobs / use.Time.TotalSeconds, use.RoundTrips / jobs, use.Commands / jobs, use.Received / jobs, use.Sent / jobs,
        use.Process.TotalMicroseconds / jobs, use.ServerMicroseconds / jobs, use.ScriptMicroseconds / jobs,
    ];
}
