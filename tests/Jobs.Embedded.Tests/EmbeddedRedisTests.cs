namespace Jobs.Embedded.Tests;

public sealed class EmbeddedRedisTests
{
    [Fact]
    public async Task Two_servers_in_one_process_do_not_share_data()
    {
        await using var one = EmbeddedRedis.Start();
        await using var two = EmbeddedRedis.Start();
        await using var client1 = await one.ConnectAsync();
        await using var client2 = await two.ConnectAsync();

        await client1.GetDatabase().StringSetAsync("key", "one");

        Assert.Equal("one", await client1.GetDatabase().StringGetAsync("key"));
        Assert.True((await client2.GetDatabase().StringGetAsync("key")).IsNull);
    }

    [Fact]
    public async Task A_server_without_a_folder_forgets_its_data()
    {
        var first = EmbeddedRedis.Start();
        await using (var client = await first.ConnectAsync())
            await client.GetDatabase().StringSetAsync("key", "value");
        await first.DisposeAsync();

        await using var second = EmbeddedRedis.Start(new() { Port = first.EndPoint.Port });
        await using var other = await second.ConnectAsync();
        Assert.True((await other.GetDatabase().StringGetAsync("key")).IsNull);
    }

    [Fact]
    public async Task Stopping_twice_is_harmless()
    {
        var server = EmbeddedRedis.Start();

        await server.DisposeAsync();
        await server.DisposeAsync();
        server.Dispose();
    }

    /// <summary>Between the read and the write of each script stands enough work for another to come in between.</summary>
    [Fact]
    public async Task Scripts_are_atomic_when_clients_call_them_at_once()
    {
        await using var server = EmbeddedRedis.Start();
        const string script = """
            local n = tonumber(redis.call('HGET', KEYS[1], 'n') or '0')
            for i = 1, 2000 do math.sqrt(i) end
            redis.call('HSET', KEYS[1], 'n', n + 1)
            redis.call('RPUSH', KEYS[2], n)
            return n
            """;
        const int clients = 8, calls = 200;

        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            await using var client = await server.ConnectAsync();
            for (var i = 0; i < calls; i++)
                await client.GetDatabase().ScriptEvaluateAsync(script, ["{q}:count", "{q}:seen"]);
        }));

        await using var reader = await server.ConnectAsync();
        Assert.Equal(clients * calls, (int)await reader.GetDatabase().HashGetAsync("{q}:count", "n"));
        var seen = await reader.GetDatabase().ListRangeAsync("{q}:seen");
        Assert.Equal(Enumerable.Range(0, clients * calls), seen.Select(n => (int)n));
    }

    [Fact]
    public async Task It_says_once_where_it_listens_and_nothing_else_in_a_normal_log()
    {
        using var logs = new RecordedLogs();
        var server = EmbeddedRedis.Start(loggerFactory: logs);
        await server.DisposeAsync();

        var line = Assert.Single(logs.Lines, line => !line.StartsWith("Debug", StringComparison.Ordinal) && !line.StartsWith("Trace", StringComparison.Ordinal));
        Assert.StartsWith("Information Jobs.Embedded: ", line, StringComparison.Ordinal);
        Assert.Contains(server.ConnectionString, line, StringComparison.Ordinal);
    }
}
