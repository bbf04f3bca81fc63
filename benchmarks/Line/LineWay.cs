using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;

namespace Jobs.Benchmarks.Line;

/// <summary>One way of one connection: every piece arrives so much later than it was sent, however many are under way.</summary>
/// <remarks>A thread reads and one writes, so that reading on does not wait for the delay: it is a longer way and not a narrower one.</remarks>
internal sealed class LineWay(Socket from, Socket to, LineSettings settings, Action<int> count)
{
    private const int MaxUnderWay = 64 * 1024 * 1024; // beyond it the sender feels that the receiver is slow
    private readonly Queue<(long Due, byte[] Bytes, int Length)> underWay = new();
    private readonly Lock gate = new();
    private readonly SemaphoreSlim some = new(0);
    private readonly ManualResetEventSlim room = new(true);
    private long bytesUnderWay;

    public void Start()
    {
        new Thread(Read, 256 * 1024) { IsBackground = true }.Start();
        new Thread(Write, 256 * 1024) { IsBackground = true }.Start();
    }

    private void Read()
    {
        var length = 1;
        while (length > 0)
        {
            var bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
            try
            {
                length = from.Receive(bytes);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                length = 0;
            }

            count(length);
            var due = Stopwatch.GetTimestamp() + (long)(settings.Delay.TotalSeconds * Stopwatch.Frequency);
            room.Wait();
            lock (gate)
            {
                underWay.Enqueue((due, bytes, length));
                bytesUnderWay += length;
                if (bytesUnderWay > MaxUnderWay)
                {
                    room.Reset();
                }
            }

            some.Release();
        }
    }

    private void Write()
    {
        PreciseSleep.Prepare();
        while (true)
        {
            some.Wait();
            (long Due, byte[] Bytes, int Length) piece;
            lock (gate)
            {
                piece = underWay.Dequeue();
                bytesUnderWay -= piece.Length;
            }

            room.Set();
            PreciseSleep.Until(piece.Due);
            try
            {
                for (var sent = 0; sent < piece.Length;)
                {
                    sent += to.Send(piece.Bytes, sent, piece.Length - sent, SocketFlags.None);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                piece.Length = 0;
            }

            ArrayPool<byte>.Shared.Return(piece.Bytes);
            if (piece.Length == 0) // one side has gone: so must the other
            {
                from.Dispose();
                to.Dispose();
                room.Set();
                return;
            }
        }
    }
}
