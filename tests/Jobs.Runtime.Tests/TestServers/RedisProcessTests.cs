using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.TestServers;

/// <summary>The private Redis that other tests break: what they rely on.</summary>
public sealed class RedisProcessTests
{
    [Fact]
    public async Task What_was_written_survives_a_kill()
    {
        await using var server = await StartAsync();
        await WriteAsync(server, "before the kill");

        await server.KillAsync();
        await server.RestartAsync();

        Assert.Equal("before the kill", await ReadAsync(server));
    }

    [Fact]
    public async Task What_was_written_survives_a_stop()
    {
        await using var server = await StartAsync();
        await WriteAsync(server, "before the stop");

        await server.StopAsync();
        await server.RestartAsync();

        Assert.Equal("before the stop", await ReadAsync(server));
    }

    [Fact]
    public async Task A_paused_server_answers_nothing_until_it_is_resumed()
    {
        await using var server = await StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",asyncTimeout=300,syncTimeout=300");
        server.Pause();
        await Assert.ThrowsAsync<RedisTimeoutException>(() => connection.GetDatabase().PingAsync());

        server.Resume();

        await WriteAsync(server, "after");
        Assert.Equal("after", await ReadAsync(server));
    }

    [Fact]
    public async Task Settings_are_passed_on()
    {
        await using var server = await StartAsync("--maxmemory", "32mb");
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",allowAdmin=true");

        var setting = Assert.Single(await connection.GetServers()[0].ConfigGetAsync("maxmemory"));

        Assert.Equal("33554432", setting.Value);
    }

    private static Task<RedisProcess> StartAsync(params string[] settings) => RedisProcess.StartAsync(appendOnly: true, settings);

    private static async Task WriteAsync(RedisProcess server, string text)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        await connection.GetDatabase().StringSetAsync("key", text);
    }

    private static async Task<string?> ReadAsync(RedisProcess server)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        return await connection.GetDatabase().StringGetAsync("key");
    }
}
