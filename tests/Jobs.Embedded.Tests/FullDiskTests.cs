using StackExchange.Redis;

namespace Jobs.Embedded.Tests;

/// <summary>What callers are told while the log cannot be written, and what is there afterwards.</summary>
public sealed class FullDiskTests : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly FailingDisk disk = new();
    private readonly RecordedLogs logs = new();

    public async ValueTask DisposeAsync()
    {
        logs.Dispose();
        folder.Dispose();
        await ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_write_that_is_not_on_disk_is_not_answered()
    {
        await using var server = Start();
        await using var client = await server.ConnectAsync();
        await client.GetDatabase().StringSetAsync("before", "1");
        disk.IsFull = true;

        await Assert.ThrowsAsync<RedisConnectionException>(() => client.GetDatabase().StringSetAsync("lost?", "1"));

        disk.IsFull = false;
        await logs.WaitForAsync("again, after", Ct); // else the stop gives up the one write that waits
    }

    [Theory]
    [InlineData(EmbeddedRedisDurability.BeforeReply)]
    [InlineData(EmbeddedRedisDurability.Within10Milliseconds)]
    public async Task A_server_that_cannot_write_its_log_refuses_writes_with_the_reason_and_answers_reads(EmbeddedRedisDurability durability)
    {
        await using var server = Start(durability);
        await using var client = await server.ConnectAsync();
        await client.GetDatabase().StringSetAsync("before", "1");
        await FailAsync(client);

        await using var other = await server.ConnectAsync();
        var database = other.GetDatabase();
        var refusal = await Assert.ThrowsAsync<RedisServerException>(() => database.ScriptEvaluateAsync("return redis.call('SET', KEYS[1], '1')", ["k"]));
        var batch = database.CreateBatch();
        var (read, written, readAgain) = (batch.StringGetAsync("before"), batch.StringSetAsync("k", "2"), batch.KeyExistsAsync("k"));
        batch.Execute();

        Assert.StartsWith("MISCONF ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(FailingDisk.Reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("1", await read);
        await Assert.ThrowsAsync<RedisServerException>(() => written);
        Assert.False(await readAgain);
        disk.IsFull = false;
        await logs.WaitForAsync("again, after", Ct);
    }

    [Theory]
    [InlineData(EmbeddedRedisDurability.BeforeReply)]
    [InlineData(EmbeddedRedisDurability.Within10Milliseconds)]
    public async Task A_server_writes_again_when_there_is_space(EmbeddedRedisDurability durability)
    {
        await using (var server = Start(durability))
        {
            await using var client = await server.ConnectAsync();
            await client.GetDatabase().StringSetAsync("before", "1");
            await FailAsync(client);
            disk.IsFull = false;
            await logs.WaitForAsync("again, after", Ct);

            await using var other = await server.ConnectAsync();
            await other.GetDatabase().StringSetAsync("after", "2");
            Assert.Equal("1", await other.GetDatabase().StringGetAsync("before"));
        }

        await using var next = EmbeddedRedis.Start(new() { DataFolder = folder.Path });
        await using var reader = await next.ConnectAsync();
        Assert.Equal("1", await reader.GetDatabase().StringGetAsync("before"));
        Assert.Equal("2", await reader.GetDatabase().StringGetAsync("after"));
    }

    [Fact]
    public async Task A_disk_that_stays_full_is_one_log_line_however_many_calls_are_refused()
    {
        await using var server = Start();
        await using var client = await server.ConnectAsync();
        await FailAsync(client);
        await using var other = await server.ConnectAsync();
        for (var i = 0; i < 500; i++)
            await Assert.ThrowsAsync<RedisServerException>(() => other.GetDatabase().StringSetAsync("k", i));

        Assert.Single(logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
        disk.IsFull = false;
        await logs.WaitForAsync("again, after", Ct);
    }

    [Fact]
    public async Task Every_answered_write_is_on_disk_when_the_disk_becomes_full()
    {
        await using var server = Start();
        await using var client = await server.ConnectAsync();
        var enough = new TaskCompletionSource();
        var answered = new long[4];
        var calls = 0;
        var callers = Enumerable.Range(0, answered.Length).Select(caller => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    answered[caller] = await client.GetDatabase().StringIncrementAsync($"n{caller}");
                    if (Interlocked.Increment(ref calls) == 300)
                        enough.SetResult();
                }
            }
            catch (RedisException) { } // the connection is closed, or the call is refused
        }, Ct)).ToArray();
        await enough.Task;
        disk.IsFull = true;
        await Task.WhenAll(callers);

        using var copy = new TempFolder(); // as a crash would leave it
        Copy(folder.Path, copy.Path);
        await using var next = EmbeddedRedis.Start(new() { DataFolder = copy.Path });
        await using var reader = await next.ConnectAsync();
        for (var caller = 0; caller < answered.Length; caller++)
            Assert.True((long)await reader.GetDatabase().StringGetAsync($"n{caller}") >= answered[caller]);
        disk.IsFull = false;
        await logs.WaitForAsync("again, after", Ct);
    }

    [Fact]
    public async Task A_server_whose_disk_is_full_stops_and_says_what_it_could_not_write()
    {
        var server = Start();
        await using (var client = await server.ConnectAsync())
        {
            await client.GetDatabase().StringSetAsync("answered", "1");
            await FailAsync(client);
        }

        await server.DisposeAsync();

        Assert.Contains(logs.Lines, line => line.Contains("does not survive a restart", StringComparison.Ordinal));
        await using var next = EmbeddedRedis.Start(new() { DataFolder = folder.Path });
        await using var reader = await next.ConnectAsync();
        Assert.Equal("1", await reader.GetDatabase().StringGetAsync("answered"));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EmbeddedRedis Start(EmbeddedRedisDurability durability = EmbeddedRedisDurability.BeforeReply) =>
        EmbeddedRedis.Start(new() { DataFolder = folder.Path, Durability = durability }, logs, disk.Wrap);

    /// <summary>Lets the disk be full, and one write find it.</summary>
    private async Task FailAsync(ConnectionMultiplexer client)
    {
        disk.IsFull = true;
        try { await client.GetDatabase().StringSetAsync("finds-it", "1"); }
        catch (RedisException) { }
        await logs.WaitForAsync("cannot write its log", Ct);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "in-use"))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
