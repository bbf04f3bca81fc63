using System.Net;
using System.Net.Sockets;

namespace Jobs.Embedded.Server;

/// <summary>The right to listen on one loopback port, while it is not disposed.</summary>
/// <remarks>Garnet sets SO_REUSEPORT, so on Linux two servers can listen on one port without an error and get each other's
/// connections. The UDP port of the same number is held as the lock that prevents it, between processes too: the system
/// releases it when a process dies, and no file is left behind.</remarks>
internal sealed class PortLease : IDisposable
{
    private readonly Socket held;

    private PortLease(IPEndPoint endPoint, Socket held)
    {
        EndPoint = endPoint;
        this.held = held;
    }

    public IPEndPoint EndPoint { get; }

    public static PortLease Take(int port)
    {
        if (port != 0)
            return TryTake(port) ?? throw new EmbeddedRedisException(
                $"Port {port} of 127.0.0.1 is in use: stop what listens there, set another Port, or set 0 for a free one.");

        for (var attempt = 0; attempt < 20; attempt++)
        {
            if (TryTake(FreePort()) is { } lease)
                return lease;
        }
        throw new EmbeddedRedisException("No free port was found on 127.0.0.1.");
    }

    public void Dispose() => held.Dispose();

    private static PortLease? TryTake(int port)
    {
        var endPoint = new IPEndPoint(IPAddress.Loopback, port);
        var held = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            held.Bind(endPoint);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(endPoint);
            probe.Listen();
            return new(endPoint, held);
        }
        catch (SocketException)
        {
            held.Dispose();
            return null;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
