using System.Net;
using System.Net.Sockets;
using System.Text;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.TestServers;

/// <summary>The proxy in front of a server that answers each byte with the same byte.</summary>
public sealed class FaultProxyTests : IDisposable
{
    private readonly TcpListener server = new(IPAddress.Loopback, 0);
    private readonly FaultProxy proxy;
    private readonly MemoryStream heard = new();
    private readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FaultProxyTests()
    {
        server.Start();
        proxy = new FaultProxy(((IPEndPoint)server.LocalEndpoint).Port);
        _ = ServeAsync();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        proxy.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task Bytes_pass_both_ways()
    {
        using var client = await ConnectAsync();

        Assert.Equal("hello", await AskAsync(client, "hello"));
    }

    [Fact]
    public async Task A_connection_is_known_by_the_name_it_gives_itself()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "*3\r\n$6\r\nCLIENT\r\n$7\r\nSETNAME\r\n$9\r\njobs:data\r\n*1\r\n");

        Assert.Equal("jobs:data", Assert.Single(proxy.Connections).Name);
    }

    [Fact]
    public async Task A_lost_reply_is_the_reply_to_a_request_that_was_done()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "first");
        proxy.LoseReplyTo("second"u8.ToArray());
        Assert.Equal("other", await AskAsync(client, "other"));

        await client.SendAsync(Encoding.ASCII.GetBytes("second"));

        await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(client, 6));
        Assert.Equal("firstothersecond", Encoding.ASCII.GetString(heard.ToArray()));
        Assert.Equal((1, 1), (proxy.LostReplies, proxy.Resets));
    }

    [Fact]
    public async Task What_a_black_hole_kept_arrives_when_it_is_over()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "first");
        proxy.Set(Fault.BlackHole);
        await client.SendAsync(Encoding.ASCII.GetBytes("second"));
        Assert.Equal(5, heard.Length);

        proxy.Set(Fault.None);

        Assert.Equal("second", await ReadAsync(client, 6));
    }

    [Fact]
    public async Task A_dropped_reply_never_comes_and_the_connection_does_not_outlive_the_fault()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "first");
        proxy.Set(Fault.DropReplies);
        await client.SendAsync(Encoding.ASCII.GetBytes("second"));
        await answered.Task.WaitAsync(Ct);

        proxy.Set(Fault.None);

        await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(client, 6));
        using var next = await ConnectAsync();
        Assert.Equal("third", await AskAsync(next, "third"));
    }

    [Fact]
    public async Task A_dropped_request_is_never_heard()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "first");
        proxy.Set(Fault.DropRequests);
        await client.SendAsync(Encoding.ASCII.GetBytes("second"));

        proxy.Set(Fault.None);

        using var next = await ConnectAsync();
        await AskAsync(next, "third");
        Assert.Equal("firstthird", Encoding.ASCII.GetString(heard.ToArray()));
    }

    [Fact]
    public async Task A_connection_is_cut_after_so_many_bytes_of_replies()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "first");
        proxy.Set(Fault.CutRepliesAfter(4));
        await client.SendAsync(Encoding.ASCII.GetBytes("second"));

        Assert.True(await ReadUntilEndAsync(client) <= 4);
        Assert.Equal(1, proxy.Resets);
    }

    [Fact]
    public async Task Replies_that_trickle_arrive_whole()
    {
        using var client = await ConnectAsync();
        proxy.Set(Fault.DripReplies(bytes: 2, every: TimeSpan.FromMilliseconds(1)));

        Assert.Equal("a long answer", await AskAsync(client, "a long answer"));
    }

    [Fact]
    public async Task A_reset_reaches_the_client_and_new_connections_pass()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "first");

        Assert.Single(proxy.Connections).Reset();

        await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(client, 1));
        using var next = await ConnectAsync();
        Assert.Equal("second", await AskAsync(next, "second"));
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, proxy.Port, Ct);
        return socket;
    }

    private static async Task<string> AskAsync(Socket client, string text)
    {
        await client.SendAsync(Encoding.ASCII.GetBytes(text));
        return await ReadAsync(client, text.Length);
    }

    private static async Task<string> ReadAsync(Socket client, int count)
    {
        var buffer = new byte[count];
        using var stream = new NetworkStream(client);
        await stream.ReadExactlyAsync(buffer, Ct);
        return Encoding.ASCII.GetString(buffer);
    }

    private static async Task<int> ReadUntilEndAsync(Socket client)
    {
        var (buffer, all) = (new byte[100], 0);
        try
        {
            while (await client.ReceiveAsync(buffer, Ct) is var count and > 0)
                all += count;
        }
        catch (SocketException)
        {
        }

        return all;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = EchoAsync(await server.AcceptSocketAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task EchoAsync(Socket client)
    {
        using (client)
        {
            var buffer = new byte[1000];
            try
            {
                while (await client.ReceiveAsync(buffer) is var count and > 0)
                {
                    heard.Write(buffer.AsSpan(0, count));
                    await client.SendAsync(buffer.AsMemory(0, count));
                    if (heard.Length > 5)
                        answered.TrySetResult();
                }
            }
            catch (SocketException)
            {
            }
        }
    }
}
