using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Jobs.Benchmarks.Line;

/// <summary>The line as a process of its own, so that what it costs is not counted as ours: says its port, then does what each line of
/// its input says.</summary>
/// <remarks>Not the proxy of the tests: that one lets a piece pass before it reads the next, so with a delay it carries at most 64 KiB per
/// delay; and its clock counts whole milliseconds.</remarks>
internal static class LineProgram
{
    /// <param name="server">The loopback port of the server.</param>
    public static int Run(int server)
    {
        var settings = new LineSettings();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        new Thread(() => Accept(listener, server, settings)) { IsBackground = true }.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        while (Console.ReadLine() is { } line)
        {
            if (line.Split(' ') is ["delay", var microseconds])
            {
                settings.Delay = TimeSpan.FromMicroseconds(double.Parse(microseconds, CultureInfo.InvariantCulture));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{settings.Requests} {settings.Replies}"));
        }

        return 0;
    }

    private static void Accept(TcpListener listener, int server, LineSettings settings)
    {
        while (true)
        {
            var client = listener.AcceptSocket();
            var to = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            client.NoDelay = true;
            to.Connect(IPAddress.Loopback, server);
            new LineWay(client, to, settings, settings.CountRequests).Start();
            new LineWay(to, client, settings, settings.CountReplies).Start();
        }
    }
}

/// <summary>What holds for all connections of a line, and what has gone over them.</summary>
internal sealed class LineSettings
{
    private long delay;
    private long requests;
    private long replies;

    /// <summary>Each way.</summary>
    public TimeSpan Delay
    {
        get => new(Interlocked.Read(ref delay));
        set => Interlocked.Exchange(ref delay, value.Ticks);
    }

    public long Requests => Interlocked.Read(ref requests);

    public long Replies => Interlocked.Read(ref replies);

    public void CountRequests(int bytes) => Interlocked.Add(ref requests, bytes);

    public void CountReplies(int bytes) => Interlocked.Add(ref replies, bytes);
}
