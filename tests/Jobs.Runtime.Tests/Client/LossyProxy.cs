using System.Net;
using System.Net.Sockets;

namespace Jobs.Runtime.Tests.Client;

/// <summary>Stands between a client and a server. When armed it lets the next bytes through to the server, and instead of the answer
/// the client gets a broken connection: what was asked has been done, and the client cannot know.</summary>
internal sealed class LossyProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int server;
    private byte[] asked = [];
    private int armed;

    public LossyProxy(int server)
    {
        this.server = server;
        listener.Start();
        _ = AcceptAsync();
    }

    public string ConnectionString => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>How many answers were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Loses the answer to the next bytes that contain <paramref name="text"/>.</summary>
    public void LoseAnswerTo(byte[] text)
    {
        asked = text;
        Volatile.Write(ref armed, 1);
    }

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try { client = await listener.AcceptSocketAsync(); }
            catch (Exception e) when (e is SocketException or ObjectDisposedException) { return; }
            _ = RelayAsync(client);
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var to = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            await to.ConnectAsync(IPAddress.Loopback, server);
            var lose = false;
            await Task.WhenAny(
                CopyAsync(client, to, bytes => lose |= bytes.IndexOf(asked) >= 0 && Interlocked.Exchange(ref armed, 0) == 1),
                CopyAsync(to, client, _ => { }, () =>
                {
                    if (!lose)
                        return true;
                    Lost++;
                    return false;
                }));
        }
    }

    private delegate void Look(ReadOnlySpan<byte> bytes);

    private static async Task CopyAsync(Socket from, Socket to, Look look, Func<bool>? mayPass = null)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                look(buffer.AsSpan(0, count));
                if (mayPass?.Invoke() == false)
                    return;
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }
}
