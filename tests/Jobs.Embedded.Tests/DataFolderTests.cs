using StackExchange.Redis;

namespace Jobs.Embedded.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_written_last_is_there_after_a_clean_stop()
    {
        var first = EmbeddedRedis.Start(new() { DataFolder = folder.Path });
        await using (var client = await first.ConnectAsync())
        {
            var database = client.GetDatabase();
            await database.HashSetAsync("hash", [new("a", "1"), new("b", new byte[] { 0, 255, 10, 13 })]);
            await database.SortedSetAddAsync("zset", "member", 1_700_000_000_123);
            await database.ListRightPushAsync("list", ["x", "y", "z"]);
            await database.SetAddAsync("set", "s");
            await database.ScriptEvaluateAsync("redis.call('SET', KEYS[1], ARGV[1])", ["string"], ["last"]);
        }
        await first.DisposeAsync();

        await using var second = EmbeddedRedis.Start(new() { DataFolder = folder.Path });
        await using var again = await second.ConnectAsync();
        var read = again.GetDatabase();
        Assert.Equal("1", await read.HashGetAsync("hash", "a"));
        Assert.Equal(new byte[] { 0, 255, 10, 13 }, (byte[]?)await read.HashGetAsync("hash", "b"));
        Assert.Equal(1_700_000_000_123, await read.SortedSetScoreAsync("zset", "member"));
        Assert.Equal(["x", "y", "z"], (await read.ListRangeAsync("list")).Select(value => (string)value!));
        Assert.True(await read.SetContainsAsync("set", "s"));
        Assert.Equal("last", await read.StringGetAsync("string"));
    }

    [Fact]
    public async Task Data_survives_as_many_restarts_as_there_are()
    {
        for (var start = 0; start < 4; start++)
        {
            await using var server = EmbeddedRedis.Start(new() { DataFolder = folder.Path });
            await using var client = await server.ConnectAsync();
            Assert.Equal(start, await client.GetDatabase().ListLengthAsync("starts"));
            await client.GetDatabase().ListRightPushAsync("starts", start);
        }
    }

    [Fact]
    public async Task What_was_deleted_stays_deleted()
    {
        await using (var server = EmbeddedRedis.Start(new() { DataFolder = folder.Path }))
        {
            await using var client = await server.ConnectAsync();
            await client.GetDatabase().HashSetAsync("hash", "a", "1");
            await client.GetDatabase().HashDeleteAsync("hash", "a");
        }

        await using var second = EmbeddedRedis.Start(new() { DataFolder = folder.Path });
        await using var again = await second.ConnectAsync();
        Assert.False(await again.GetDatabase().KeyExistsAsync("hash"));
    }

    [Fact]
    public async Task A_write_answered_while_the_server_stops_is_there_afterwards()
    {
        var first = EmbeddedRedis.Start(new() { DataFolder = folder.Path });
        var client = await first.ConnectAsync();
        var busy = new TaskCompletionSource();
        var answered = 0L;
        var writer = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    answered = await client.GetDatabase().StringIncrementAsync("n");
                    if (answered == 500)
                        busy.SetResult();
                }
            }
            catch (Exception e) when (e is RedisException or ObjectDisposedException) { } // the server has gone
        });
        await busy.Task;
        await first.DisposeAsync();
        await client.DisposeAsync();
        await writer;

        await using var second = EmbeddedRedis.Start(new() { DataFolder = folder.Path });
        await using var again = await second.ConnectAsync();
        Assert.True((long)await again.GetDatabase().StringGetAsync("n") >= answered);
    }

    [Fact]
    public async Task A_long_log_is_replaced_by_a_snapshot_that_holds_the_same()
    {
        await using (var server = EmbeddedRedis.Start(new() { DataFolder = folder.Path }))
        {
            await using var client = await server.ConnectAsync();
            var database = client.GetDatabase();
            await database.ListRightPushAsync("order", [.. Enumerable.Range(0, 1000).Select(i => (RedisValue)i)]);
            for (var i = 0; i < 150; i++) // the same megabyte again and again: a long log of little data
                await database.HashSetAsync("hash", "field", new byte[1024 * 1024]);
            await database.HashSetAsync("hash", "field", "last");
            await database.SortedSetAddAsync("zset", "member", 1.5);
        }

        Assert.NotEmpty(Directory.GetFiles(folder.Path, "snapshot*", SearchOption.AllDirectories));
        await using var second = EmbeddedRedis.Start(new() { DataFolder = folder.Path });
        await using var again = await second.ConnectAsync();
        var read = again.GetDatabase();
        Assert.Equal("last", await read.HashGetAsync("hash", "field"));
        Assert.Equal(1.5, await read.SortedSetScoreAsync("zset", "member"));
        Assert.Equal(Enumerable.Range(0, 1000), (await read.ListRangeAsync("order")).Select(value => (int)value));
    }

    [Fact]
    public async Task A_folder_of_another_server_is_an_error_that_names_it()
    {
        await using var first = EmbeddedRedis.Start(new() { DataFolder = folder.Path });

        var error = Assert.Throws<EmbeddedRedisException>(() => EmbeddedRedis.Start(new() { DataFolder = folder.Path }));

        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_can_not_be_made_is_an_error_that_names_it()
    {
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");

        var error = Assert.Throws<EmbeddedRedisException>(() => EmbeddedRedis.Start(new() { DataFolder = file }));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_blank_folder_is_refused_when_it_is_set(string path) =>
        Assert.Throws<ArgumentException>(() => new EmbeddedRedisOptions { DataFolder = path });
}
