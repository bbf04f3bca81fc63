using System.Diagnostics;
using Jobs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Jobs.Faults.SlowLinks;

/// <summary>One worker behind one link, with more jobs than it can run in the time.</summary>
internal sealed record SlowLinkRound(int Ran, double PerSecond, double Allowed, TimeSpan First, TimeSpan Time, long Requeued)
{
    private const int Batch = 64; // megabytes of payloads are not held twice
    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(60); // a connection is made in several round trips

    /// <param name="redis">Emptied before.</param>
    /// <param name="cell">The link, the jobs, the slots.</param>
    /// <param name="ct">Ctrl-C.</param>
    public static async Task<SlowLinkRound> RunAsync(RedisProcess redis, SlowLinkCell cell, CancellationToken ct)
    {
        await using var near = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        await near.GetServers()[0].FlushAllDatabasesAsync();
        await EnqueueAsync(redis, cell, ct);

        using var proxy = new FaultProxy(redis.Port);
        proxy.Set(Fault.SlowLink(TimeSpan.FromMilliseconds(cell.RoundTripMs), cell.MegabytesPerSecond * 1_000_000L));
        var link = await LinkProbe.MeasureAsync(near.GetDatabase(), proxy.ConnectionString, cell);
        var counter = new ParcelCounter();
        using var host = Host(proxy.ConnectionString, jobs => jobs.AddHandlers().AddWorker(worker => worker.Concurrency = cell.Slots), counter);
        var start = Stopwatch.GetTimestamp();
        await host.StartAsync(ct);
        var first = await counter.FirstAsync(MaxStart, ct);
        await Task.Delay(first is null ? TimeSpan.Zero : cell.WarmUp, ct);
        var (early, from) = (counter.Count, Stopwatch.GetTimestamp());
        await Task.Delay(first is null ? TimeSpan.Zero : cell.Window, ct);
        var (after, time) = (counter.Count, Stopwatch.GetElapsedTime(from));
        var allowed = cell.AllowedBy(link.BytesPerSecond, link.RoundTrip, counter.JobTime);
        var requeued = (long)await near.GetDatabase().HashGetAsync("{jobs:default}:stats", "interrupted");
        await host.StopAsync(new CancellationToken(canceled: true));
        return new(after, (after - early) / time.TotalSeconds, allowed, Stopwatch.GetElapsedTime(start, first ?? Stopwatch.GetTimestamp()), Stopwatch.GetElapsedTime(start), requeued);
    }

    private static async Task EnqueueAsync(RedisProcess redis, SlowLinkCell cell, CancellationToken ct)
    {
        using var host = Host(redis.ConnectionString, _ => { }, new());
        var client = host.Services.GetRequiredService<IJobClient>();
        var content = new byte[cell.PayloadBytes - 200]; // a stored job has at most 1 MiB
        var batch = Math.Max(1, Batch * 1_000_000 / cell.PayloadBytes);
        var total = (int)(cell.Allowed * (cell.WarmUp + cell.Window).TotalSeconds * 1.1) + (2 * cell.Slots);
        for (var left = total; left > 0; left -= batch)
        {
            await client.EnqueueManyAsync(Enumerable.Repeat(new Parcel(content), Math.Min(left, batch)), cancellationToken: ct);
        }
    }

    private static IHost Host(string redis, Action<IJobsBuilder> more, ParcelCounter counter)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(counter);
        builder.Services.AddJobs(jobs =>
        {
            jobs.UseRedis(redis);
            more(jobs);
        });
        return builder.Build();
    }
}
