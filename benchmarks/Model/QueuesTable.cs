using System.Globalization;
using Jobs.Benchmarks.Measuring;

namespace Jobs.Benchmarks.Model;

/// <summary>The same jobs spread over more queues, and what queues cost that have none.</summary>
internal sealed class QueuesTable : ITable
{
    private static readonly int[] Counts = [1, 4, 16, 64];

    public string Name => "queues";

    public async Task<IReadOnlyList<Table>> RunAsync(Setup setup, Size size)
    {
        var idle = TimeSpan.FromSeconds(size.Rounds / 4.0);
        var rows = await Row.InTurnsAsync([.. Counts.Select(static count => count == 1 ? "1 queue" : $"{count} queues")], Math.Max(1, size.Rounds / 2), async row =>
        {
            await setup.EmptyAsync();
            string[] queues = [Setup.Queue, .. Enumerable.Range(1, Counts[row] - 1).Select(static i => string.Create(CultureInfo.InvariantCulture, $"queue-{i}"))];
            await using var worker = await HeldWorker.StartAsync(setup, queues: queues);
            var each = size.Jobs / 2 / queues.Length;
            async Task FillAsync(IJobClient client)
            {
                foreach (var queue in queues)
                {
                    await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, each), new() { Queue = queue });
                }
            }

            var jobs = each * queues.Length;
            await worker.RunAsync(jobs, FillAsync);
            var use = await worker.RunAsync(jobs, FillAsync);
            await Task.Delay(100);
            var meter = await ServerMeter.BeginAsync(setup);
            await Task.Delay(idle);
            var rest = await meter.EndAsync();
            return
            [
                jobs / use.Time.TotalSeconds, jobs / use.RoundTrips, use.Commands / jobs, use.Process.TotalMicroseconds / jobs, use.ServerMicroseconds / jobs,
                rest.RoundTrips / rest.Time.TotalSeconds, rest.Process.TotalMilliseconds / rest.Time.TotalSeconds, rest.ServerMicroseconds / 1000 / rest.Time.TotalSeconds,
            ];
        });
        return
        [
            new Table(
                "Queues of one worker.", "No-op jobs with a payload of 100 bytes, as many in all, spread evenly; 20 slots, equal weights. Idle: the same worker with nothing to do.",
                ["queues", "run, /s", "jobs a turn", "commands per job", "worker CPU, µs", "Redis CPU, µs", "idle: round trips/s", "idle: worker CPU, ms/s", "idle: Redis CPU, ms/s"], rows),
        ];
    }
}
