using System.Diagnostics;
using StackExchange.Redis;

namespace Jobs.Faults.SlowLinks;

/// <summary>What a link carries on this machine now, measured by the client library alone: beside other work the proxy and the sockets may be slower than the link they stand for.</summary>
/// <param name="RoundTrip">Of a PING.</param>
/// <param name="BytesPerSecond">Of replies, several under way.</param>
internal sealed record LinkProbe(TimeSpan RoundTrip, double BytesPerSecond)
{
    private const int Values = 8;
    private const string Key = "probe";

    /// <param name="near">Redis.</param>
    /// <param name="far">Redis behind the link.</param>
    /// <param name="cell">What the link is to carry.</param>
    public static async Task<LinkProbe> MeasureAsync(IDatabase near, string far, SlowLinkCell cell)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(far + ",asyncTimeout=60000,connectTimeout=60000");
        var database = connection.GetDatabase();
        await database.PingAsync();
        var roundTrip = await database.PingAsync();

        // As much as takes about a second.
        await near.StringSetAsync(Key, new byte[cell.MegabytesPerSecond * 1_000_000 / Values]);
        var start = Stopwatch.GetTimestamp();
        var lengths = await Task.WhenAll(Enumerable.Range(0, Values).Select(async _ => ((byte[])(await database.StringGetAsync(Key))!).Length));
        var time = Stopwatch.GetElapsedTime(start) - roundTrip;
        await near.KeyDeleteAsync(Key);
        return new(roundTrip, lengths.Sum() / Math.Max(0.1, time.TotalSeconds));
    }
}
