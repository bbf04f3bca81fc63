using System.Globalization;
using Jobs.Redis;
using Jobs.TestServers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>How much a worker of many queues says while Redis is away. The minute is the test's clock's.</summary>
public sealed class OutageLinesTests
{
    private const int Queues = 64;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task A_minute_without_Redis_is_a_line_a_connection_and_one_more_that_says_what_it_affects()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: true);
        await using var data = await ConnectAsync(redis);
        await using var control = await ConnectAsync(redis);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var setup = new WorkerSetup { Time = clock };
        setup.Options.Queues.Clear();
        for (var i = 0; i < Queues; i++)
            setup.Options.Queues[string.Create(CultureInfo.InvariantCulture, $"q{i:00}")] = 1;
        setup.Work((_, _) => { });
        await using var worker = new TestWorker(setup, data, control, "lines").Start();
        await worker.ReadyAsync();
        var log = worker.Log;

        var from = clock.GetUtcNow();
        await redis.KillAsync();
        await AdvanceUntilAsync(clock, worker, log.SeenAsync(LogIds.StillNotServed, count: 2)); // one a connection, when the minute is over

        var minutes = (int)(clock.GetUtcNow() - from).TotalMinutes; // one, or more where a busy machine lets the test's clock run ahead
        var warnings = log.Lines.Where(line => line.Level >= LogLevel.Warning).ToLookup(line => line.Id == LogIds.StillNotServed);
        Assert.True(warnings[false].Count() == 2 && warnings[false].All(line => line.Id is LogIds.ConnectionLost or LogIds.NotServed), string.Join('\n', warnings[false].Select(line => $"{line.Id} {line.Text}")));
        Assert.InRange(warnings[true].Count(), 2, 2 * minutes);
        Assert.Contains($"{Queues} queues (q00, q01, q02, q03, q04 and {Queues - 5} more)", string.Join('\n', log.Of(LogIds.StillNotServed).Select(line => line.Text)));
        Assert.Contains($"{Queues} sessions not renewed", string.Join('\n', log.Of(LogIds.StillNotServed).Select(line => line.Text)));
        Assert.True(log.Of(LogIds.TurnFailed).Length > Queues, "hardly anything failed: the test shows nothing");

        await redis.RestartAsync();
        await AdvanceUntilAsync(clock, worker, log.SeenAsync(LogIds.ServedAgain, count: 2));
        Assert.All(log.Of(LogIds.ServedAgain), line => Assert.Contains("back after 00:", line.Text));
    }

    private static async Task AdvanceUntilAsync(FakeTimeProvider clock, TestWorker worker, Task seen)
    {
        while (!seen.IsCompleted)
        {
            worker.Keeper.RunOnce();
            clock.Advance(Step);
            await Task.Yield();
        }

        await seen;
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(RedisProcess redis)
    {
        var options = RedisConnections.Settings(ConfigurationOptions.Parse(redis.ConnectionString), RedisConnections.DataRole);
        options.BacklogPolicy = BacklogPolicy.FailFast; // calls fail at once, so that no time but the test's passes
        var connection = await ConnectionMultiplexer.ConnectAsync(options);
        for (var listening = false; !listening;) // the connection for messages is made when first asked for, and that call fails
        {
            try
            {
                await connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal("lines:warm"), static (_, _) => { });
                listening = true;
            }
            catch (RedisConnectionException)
            {
                await connection.GetDatabase().PingAsync();
            }
        }

        return connection;
    }
}
