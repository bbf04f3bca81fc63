using StackExchange.Redis;

namespace Jobs.Embedded.Tests;

/// <summary>What a data folder holds after its process was killed.</summary>
public sealed class KillTests : IDisposable
{
    private const int Callers = 4;

    /// <summary>As a queue does: each call writes several keys, in more steps than fit between two commits.</summary>
    private const string Script = """
        local n = redis.call('INCR', KEYS[1])
        for i = 1, 40 do
          redis.call('HSET', KEYS[2], n .. ':' .. i, i)
          redis.call('RPUSH', KEYS[3], n .. ':' .. i)
        end
        redis.call('SET', KEYS[4], n)
        return n
        """;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(EmbeddedRedisDurability.BeforeReply)]
    [InlineData(EmbeddedRedisDurability.Within10Milliseconds)]
    public async Task A_kill_never_leaves_half_of_a_script(EmbeddedRedisDurability durability)
    {
        for (var round = 0; round < 3; round++)
        {
            await KillInTheMiddleAsync(durability, afterCalls: 300);

            await using var server = EmbeddedRedis.Start(new() { DataFolder = folder.Path });
            await using var reader = await server.ConnectAsync();
            for (var caller = 0; caller < Callers; caller++)
                await AssertWholeAsync(reader.GetDatabase(), Keys(caller));
        }
    }

    [Fact]
    public async Task Every_answered_write_survives_a_kill()
    {
        for (var round = 0; round < 5; round++)
        {
            var answered = await KillInTheMiddleAsync(EmbeddedRedisDurability.BeforeReply, afterCalls: 200);

            await using var server = EmbeddedRedis.Start(new() { DataFolder = folder.Path });
            await using var reader = await server.ConnectAsync();
            for (var caller = 0; caller < Callers; caller++)
                Assert.InRange((long)await reader.GetDatabase().StringGetAsync(Keys(caller)[0]), answered[caller], answered[caller] + 1);
        }
    }

    [Fact]
    public async Task What_is_older_than_a_second_survives_a_kill_with_any_durability()
    {
        await using var host = await HostProcess.StartAsync(folder.Path, EmbeddedRedisDurability.Within10Milliseconds);
        await using (var client = await Client.ConnectAsync(host.ConnectionString))
        {
            await client.GetDatabase().StringSetAsync("old", "value");
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken); // the promise is about time, so time must pass
            await host.KillAsync();
        }

        await using var server = EmbeddedRedis.Start(new() { DataFolder = folder.Path });
        await using var reader = await server.ConnectAsync();
        Assert.Equal("value", await reader.GetDatabase().StringGetAsync("old"));
    }

    /// <returns>What each caller was answered last.</returns>
    private async Task<long[]> KillInTheMiddleAsync(EmbeddedRedisDurability durability, int afterCalls)
    {
        await using var host = await HostProcess.StartAsync(folder.Path, durability);
        await using var client = await Client.ConnectAsync(host.ConnectionString);
        var enough = new TaskCompletionSource();
        var calls = 0;
        var answered = new long[Callers];
        var isKilled = false;
        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    answered[caller] = (long)await client.GetDatabase().ScriptEvaluateAsync(Script, Keys(caller));
                    if (Interlocked.Increment(ref calls) == afterCalls)
                        enough.SetResult();
                }
            }
            catch (Exception e) when (Volatile.Read(ref isKilled) && e is RedisException or TimeoutException) { }
        })).ToArray();
        await await Task.WhenAny([enough.Task, .. callers]); // a call that fails before the kill fails the test
        Volatile.Write(ref isKilled, true);
        await host.KillAsync();
        await Task.WhenAll(callers);
        return answered;
    }

    private static RedisKey[] Keys(int caller) => [$"{{{caller}}}:n", $"{{{caller}}}:hash", $"{{{caller}}}:list", $"{{{caller}}}:last"];

    private static async Task AssertWholeAsync(IDatabase database, RedisKey[] keys)
    {
        var n = (long)await database.StringGetAsync(keys[0]);
        Assert.True(n > 0);
        Assert.Equal(40 * n, await database.HashLengthAsync(keys[1]));
        Assert.Equal(40 * n, await database.ListLengthAsync(keys[2]));
        Assert.Equal(n, (long)await database.StringGetAsync(keys[3]));
    }
}
