using Jobs.Benchmarks.Measuring;
using Jobs.Redis;
using Jobs.Store;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Jobs.Benchmarks.Cases;

/// <summary>Puts very many jobs into a queue, in one of the places where jobs stay.</summary>
internal static class Backlog
{
    private const int Part = 100_000;
    private static readonly QueueKey[] SortedSets = [QueueKey.Due, QueueKey.Dead];

    public static Task PendingAsync(Setup setup, string queue, int jobs) => EnqueueAsync(setup, jobs, new() { Queue = queue });

    /// <summary>Each for a time of its own, a day away.</summary>
    public static Task ScheduledAsync(Setup setup, string queue, int jobs) => EnqueueAsync(setup, jobs, new() { Queue = queue, Delay = TimeSpan.FromDays(1) });

    public static async Task DeadAsync(Setup setup, string queue, int jobs)
    {
        for (var left = jobs; left > 0; left -= Part)
        {
            await EnqueueAsync(setup, Math.Min(Part, left), new() { Queue = queue });
            await Floor.DrainAsync(setup, queue, Math.Min(Part, left), batch: 1000, static job => Outcome.Dead(job, new RunState(RunEnd.Dead, 25, 0, "It failed.")));
        }
    }

    /// <summary>Redis moves a growing hash table into a larger one bit by bit, with each look into it. Looks until that is through: else what
    /// is measured is a backlog that grows, and not one that is there.</summary>
    /// <param name="setup">The server.</param>
    /// <param name="queue">Which.</param>
    /// <param name="more">As many will be there at times beside those that are.</param>
    public static async Task SettleAsync(Setup setup, string queue, int more)
    {
        const int looks = 1000;
        var names = setup.Store.Queue(queue).Names;
        foreach (var (key, name) in RedisScript.Turn.Keys.Zip(names.For(RedisScript.Turn)).SkipLast(1).Concat(names.Tables.Select(table => (QueueKey.Jobs, table))))
        {
            var (look, held) = key is QueueKey.Jobs or QueueKey.Ended ? ("HMGET", await setup.Database.HashLengthAsync(name))
                : SortedSets.Contains(key) ? ("ZMSCORE", await setup.Database.SortedSetLengthAsync(name))
                : ("", 0);
            for (var done = 0; look.Length > 0 && done < 2 * (held + more); done += looks)
            {
                await setup.Database.ExecuteAsync(look, [name, .. Enumerable.Repeat<object>("nothing", looks)], CommandFlags.FireAndForget);
            }
        }

        await setup.Database.PingAsync();
    }

    private static async Task EnqueueAsync(Setup setup, int jobs, EnqueueOptions options)
    {
        using var host = await setup.StartHostAsync();
        var client = host.Services.GetRequiredService<IJobClient>();
        for (var left = jobs; left > 0; left -= Part)
        {
            await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, Math.Min(Part, left)), options);
        }

        await host.StopAsync();
    }
}
