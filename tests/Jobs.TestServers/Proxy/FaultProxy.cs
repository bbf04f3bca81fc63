using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Jobs.TestServers;

/// <summary>Stands between clients and a server, on a loopback port of its own, and does to their connections what networks do.</summary>
/// <remarks>One stands for one role (the workers, the producers): who is to meet other faults connects through another proxy.
/// Within it, connections are told apart by the client name they have given themselves.</remarks>
public sealed class FaultProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<ProxyConnection, bool> connections = new();
    private readonly int server;
    private readonly Lock gate = new();
    private Fault fault = Fault.None;
    private volatile bool refuses;
    private volatile bool disposed;
    private long accepted;
    private long resets;
    private long lostReplies;

    /// <param name="server">The loopback port of the server.</param>
    public FaultProxy(int server)
    {
        this.server = server;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>host:port</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Those that are open.</summary>
    public IReadOnlyCollection<ProxyConnection> Connections => [.. connections.Keys];

    /// <summary>How many connections were made through it.</summary>
    public long Accepted => Interlocked.Read(ref accepted);

    /// <summary>How many connections it has reset, for whatever reason.</summary>
    public long Resets => Interlocked.Read(ref resets);

    /// <summary>How many replies it has lost at <see cref="ProxyConnection.LoseNextReply"/>.</summary>
    public long LostReplies => Interlocked.Read(ref lostReplies);

    /// <summary>Puts a fault on all connections, those of the future too; <see cref="Fault.None"/> ends it.</summary>
    public void Set(Fault next)
    {
        lock (gate)
        {
            fault = next;
            foreach (var connection in connections.Keys)
                connection.Set(next);
        }
    }

    /// <summary>Loses the reply to the next request that contains a text, on whichever connection it comes.</summary>
    public void LoseReplyTo(ReadOnlyMemory<byte> text)
    {
        foreach (var connection in connections.Keys)
            connection.LoseNextReply(request => request.Span.IndexOf(text.Span) >= 0);
    }

    /// <summary>True: new connections are reset at once.</summary>
    public void Refuse(bool refuse) => refuses = refuse;

    public void Dispose()
    {
        disposed = true;
        listener.Dispose();
        foreach (var connection in connections.Keys)
            connection.Reset();
    }

    internal void Closed(ProxyConnection connection, bool reset, bool lostReply)
    {
        connections.TryRemove(connection, out _);
        if (reset)
            Interlocked.Increment(ref resets);
        if (lostReply)
            Interlocked.Increment(ref lostReplies);
    }

    private async Task AcceptAsync()
    {
        while (!disposed)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync();
            }
            catch (SocketException) when (!disposed)
            {
                continue; // the one who came has gone already
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            Interlocked.Increment(ref accepted);
            _ = RelayAsync(client);
        }
    }

    private async Task RelayAsync(Socket client)
    {
        var to = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        try
        {
            if (refuses)
                throw new SocketException((int)SocketError.ConnectionRefused);
            await to.ConnectAsync(IPAddress.Loopback, server);
        }
        catch (SocketException)
        {
            client.Close(0);
            to.Dispose();
            return;
        }

        var connection = new ProxyConnection(this, client, to);
        lock (gate)
        {
            connections[connection] = true;
            connection.Set(fault);
        }

        if (disposed)
            connection.Reset();
        await connection.RunAsync();
    }
}
