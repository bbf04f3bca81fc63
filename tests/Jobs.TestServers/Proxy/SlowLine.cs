using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Jobs.TestServers;

/// <summary>One way of a slow link: bytes leave at its rate and arrive later by its latency, in their order.</summary>
internal sealed class SlowLine
{
    private const int Piece = 16 * 1024;

    /// <summary>So much of what is to leave is taken from the sender; then it waits, as for a full socket.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(50);

    private readonly Channel<(byte[] Bytes, TimeSpan At)> underWay = Channel.CreateUnbounded<(byte[], TimeSpan)>(new() { SingleReader = true });
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Socket to;
    private TimeSpan free; // when the line has taken what it was given

    public SlowLine(Socket to)
    {
        this.to = to;
        _ = DeliverAsync();
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, Passage passage)
    {
        for (var at = 0; at < bytes.Length; at += Piece)
        {
            var piece = bytes.Slice(at, Math.Min(Piece, bytes.Length - at));
            var now = clock.Elapsed;
            free = (free > now ? free : now) + (passage.BytesPerSecond > 0 ? TimeSpan.FromSeconds((double)piece.Length / passage.BytesPerSecond) : TimeSpan.Zero);
            underWay.Writer.TryWrite((piece.ToArray(), free + passage.Latency));
            if (free - now > Ahead)
                await Task.Delay(free - now - Ahead + TimeSpan.FromMilliseconds(5));
        }
    }

    public void Close() => underWay.Writer.TryComplete();

    private async Task DeliverAsync()
    {
        try
        {
            await foreach (var (bytes, at) in underWay.Reader.ReadAllAsync())
            {
                if (at - clock.Elapsed is { Ticks: > 10_000 } wait)
                    await Task.Delay(wait);
                await to.SendAsync(bytes);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }
}
