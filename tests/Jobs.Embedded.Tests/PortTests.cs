using System.Net;
using System.Net.Sockets;

namespace Jobs.Embedded.Tests;

public sealed class PortTests
{
    [Fact]
    public async Task A_server_on_a_free_port_says_where_it_is_and_answers()
    {
        await using var server = EmbeddedRedis.Start();
        await using var client = await server.ConnectAsync();

        Assert.Equal(IPAddress.Loopback, server.EndPoint.Address);
        Assert.Equal($"127.0.0.1:{server.EndPoint.Port}", server.ConnectionString);
        Assert.True(await client.GetDatabase().PingAsync() > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_given_port_is_the_one_it_listens_on()
    {
        var port = FreePort();
        await using var server = EmbeddedRedis.Start(new() { Port = port });
        await using var client = await server.ConnectAsync();

        Assert.Equal(port, server.EndPoint.Port);
        Assert.True(client.IsConnected);
    }

    [Fact]
    public async Task A_stopped_server_gives_its_port_back_even_with_clients_connected()
    {
        var first = EmbeddedRedis.Start();
        await using var client = await first.ConnectAsync();
        await first.DisposeAsync();

        await using var second = EmbeddedRedis.Start(new() { Port = first.EndPoint.Port });

        await using var other = await second.ConnectAsync();
        Assert.True(other.IsConnected);
    }

    [Fact]
    public void A_port_somebody_else_listens_on_is_an_error_that_names_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var error = Assert.Throws<EmbeddedRedisException>(() => EmbeddedRedis.Start(new() { Port = port }));

        Assert.Contains($"Port {port} ", error.Message, StringComparison.Ordinal);
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_another_embedded_server_is_never_shared()
    {
        await using var first = EmbeddedRedis.Start();

        Assert.Throws<EmbeddedRedisException>(() => EmbeddedRedis.Start(new() { Port = first.EndPoint.Port }));
    }

    [Fact]
    public async Task Of_many_that_start_at_once_on_one_port_one_wins()
    {
        var port = FreePort();
        var started = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            try { return EmbeddedRedis.Start(new() { Port = port }); }
            catch (EmbeddedRedisException) { return null; }
        })));

        await using var winner = Assert.Single(started, server => server is not null)!;
        await using var client = await winner.ConnectAsync();
        Assert.True(client.IsConnected);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65_536)]
    public void A_port_out_of_range_is_refused_when_it_is_set(int port) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmbeddedRedisOptions { Port = port });

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
