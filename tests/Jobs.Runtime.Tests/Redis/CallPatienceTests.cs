using Jobs.Redis;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

public sealed class CallPatienceTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void A_call_waits_two_seconds()
    {
        var patience = new CallPatience(clock);
        patience.Answered(TimeSpan.FromMilliseconds(100));

        Assert.Equal(CallPatience.Short, patience.Value);
    }

    [Fact]
    public void After_a_slow_reply_calls_wait_longer_for_a_minute()
    {
        var patience = new CallPatience(clock);
        patience.Answered(TimeSpan.FromSeconds(1));

        Assert.Equal(CallPatience.Long, patience.Value);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(CallPatience.Short, patience.Value);
    }

    [Fact]
    public void After_a_call_that_was_not_answered_in_time_calls_wait_longer()
    {
        var patience = new CallPatience(clock);
        patience.TimedOut();
        patience.TimedOut(); // one that was sent beside it

        Assert.Equal(CallPatience.Long, patience.Value);
    }

    /// <summary>The client library gives a connection up after four times the timeout without a byte.</summary>
    [Fact]
    public void Where_nothing_is_answered_in_the_longer_time_either_it_is_short_again()
    {
        var patience = new CallPatience(clock);
        patience.TimedOut();
        clock.Advance(CallPatience.Long);
        patience.TimedOut();
        patience.TimedOut();

        Assert.Equal(CallPatience.Short, patience.Value);
        clock.Advance(2 * CallPatience.Short);
        patience.TimedOut();
        Assert.Equal(CallPatience.Long, patience.Value);
    }

    [Fact]
    public void A_connection_of_our_own_takes_the_time_on_from_there()
    {
        var patience = new CallPatience(clock);
        var settings = RedisConnections.Settings(ConfigurationOptions.Parse("localhost"), RedisConnections.DataRole, patience);
        Assert.Equal(2000, settings.AsyncTimeout);

        patience.TimedOut();

        Assert.Equal(8000, settings.Clone().AsyncTimeout); // the client library works with a copy
    }
}
