using Jobs.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Client;

/// <summary>Look-ups and cancellations that are repeated until their time is over.</summary>
public sealed class StoreCallsTests
{
    private static readonly CallSubject About = new(JobId.New(), "mails", "Looking for a job");
    private readonly HandClock clock = new();
    private readonly StoreCalls calls;

    public StoreCallsTests()
    {
        var link = new RedisLink("data", _ => Task.FromException<IConnectionMultiplexer>(new InvalidOperationException("not used")), owned: false, NullLogger.Instance);
        calls = new StoreCalls(new ScriptRunner(link), TimeSpan.FromSeconds(10), new TimerLag(clock), clock);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(30_000)]
    [InlineData(10_001)] // a millisecond too long, which as a time to wait means for ever
    [InlineData(10_000)]
    public async Task A_pause_that_takes_longer_than_what_was_left_ends_the_call_as_not_answered(int milliseconds)
    {
        var tries = 0;
        var call = calls.RunAsync(() => Task.FromException<int>(++tries == 1 ? Late() : new InvalidOperationException("a second try")), About, Ct);
        clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

        var error = await Assert.ThrowsAsync<JobStoreUnavailableException>(() => call.WaitAsync(TimeSpan.FromMinutes(1), Ct));
        Assert.Contains("Redis did not answer within 10 s (the call did not get onto the connection in time", error.Message);
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_wait_that_was_not_ended_in_time_says_that_the_process_was_held_up()
    {
        var call = calls.RunAsync(() => new TaskCompletionSource<int>().Task, About, Ct);
        clock.Advance(TimeSpan.FromSeconds(14));

        var error = await Assert.ThrowsAsync<JobStoreUnavailableException>(() => call);
        Assert.Contains("a timer ran 4 s late", error.Message);
        Assert.Contains("instead of blocking on them", error.Message);
    }

    private static RedisTimeoutException Late() => new(CommandFlags.None, "late", CommandStatus.WaitingInBacklog);
}
