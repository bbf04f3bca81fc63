using System.Net;
using Jobs.Redis;
using Jobs.Runtime.Tests.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>What is said of an outage, on a clock of the test.</summary>
public sealed class OutageLogTests
{
    private static readonly DnsEndPoint Server = new("redis", 6379);
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly TestLog log = new();
    private readonly OutageLog outages;

    public OutageLogTests() => outages = new OutageLog("data", log, clock);

    [Fact]
    public void The_first_failure_is_a_line_and_those_after_it_are_none_for_a_minute()
    {
        Fail("a", QueueCall.Turn, times: 100);
        Fail("b", QueueCall.Turn, times: 100);
        clock.Advance(TimeSpan.FromSeconds(59));
        Fail("c", QueueCall.Join);

        var line = Assert.Single(log.Lines);
        Assert.Equal((LogIds.NotServed, LogLevel.Warning), (line.Id, line.Level));
        Assert.StartsWith("Redis does not answer on the data connection, first seen by the Turn of queue a", line.Text);
        Assert.NotNull(line.Error);
    }

    [Fact]
    public void Each_minute_a_line_says_since_when_and_what_is_affected()
    {
        Fail("a", QueueCall.Turn);
        Fail("a", QueueCall.Renewal);
        for (var i = 0; i < 9; i++)
            Fail($"q{i}", QueueCall.Renewal);
        for (var minute = 0; minute < 3; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            Fail("a", QueueCall.Turn, times: 10);
        }

        Assert.Equal(3, log.Of(LogIds.StillNotServed).Length);
        Assert.All(log.Of(LogIds.StillNotServed), line => Assert.Equal(LogLevel.Warning, line.Level));
        Assert.StartsWith(
            "Redis does not serve the data connection for 00:02:00 now (down since 2026-01-01 12:00:00Z): 10 queues (a, q0, q1, q2, q3 and 5 more), 10 sessions not renewed (Timeout). ",
            log.Of(LogIds.StillNotServed)[1].Text);
    }

    [Fact]
    public void When_all_that_failed_is_answered_a_line_says_after_how_long()
    {
        Fail("a", QueueCall.Turn);
        Fail("b", QueueCall.Renewal);
        clock.Advance(TimeSpan.FromSeconds(30));
        outages.Answered("a", QueueCall.Turn);
        outages.Answered("b", QueueCall.Turn); // another call than the one that failed
        Assert.Single(log.Lines);
        outages.Answered("b", QueueCall.Renewal);

        Assert.Equal("Redis serves all queues on the data connection again, back after 00:00:30 (down since 2026-01-01 12:00:00Z)", Assert.Single(log.Of(LogIds.ServedAgain)).Text);
        Fail("a", QueueCall.Turn); // another outage
        Assert.Equal(2, log.Of(LogIds.NotServed).Length);
    }

    [Fact]
    public void A_lost_connection_is_one_line_for_itself_and_its_calls()
    {
        outages.Lost(new IOException("reset"), Server, ConnectionFailureType.SocketFailure);
        outages.Lost(null, Server, ConnectionFailureType.UnableToConnect);
        Fail("a", QueueCall.Turn);
        clock.Advance(TimeSpan.FromSeconds(20));
        outages.Restored(Server);
        outages.Answered("a", QueueCall.Turn);

        Assert.Equal([LogIds.ConnectionLost, LogIds.ConnectionRestored, LogIds.ServedAgain], log.Lines.Select(line => line.Id));
        Assert.Contains("restored after 00:00:20 (down since 2026-01-01 12:00:00Z)", log.Of(LogIds.ConnectionRestored)[0].Text);
    }

    [Fact]
    public void A_connection_that_is_given_up_after_its_calls_have_failed_is_no_second_warning()
    {
        Fail("a", QueueCall.Turn);
        outages.Lost(null, Server, ConnectionFailureType.None);

        Assert.Single(log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public void Each_server_of_a_cluster_is_lost_and_restored_by_itself()
    {
        var other = new DnsEndPoint("other", 6379);
        outages.Lost(null, Server, ConnectionFailureType.SocketFailure);
        outages.Lost(null, other, ConnectionFailureType.SocketFailure);
        outages.Restored(other);
        outages.Lost(null, Server, ConnectionFailureType.UnableToConnect);
        outages.Restored(Server);

        Assert.Equal([(LogIds.ConnectionLost, LogLevel.Warning), (LogIds.ConnectionLost, LogLevel.Warning), (LogIds.ConnectionRestored, LogLevel.Information), (LogIds.ConnectionRestored, LogLevel.Information)], log.Lines.Select(line => (line.Id, line.Level)));
    }

    [Fact]
    public void A_refused_call_is_a_fault_of_its_own_beside_an_outage()
    {
        Fail("a", QueueCall.Turn);
        outages.Failed("b", QueueCall.Turn, Refusal);
        outages.Failed("b", QueueCall.Turn, Refusal);

        Assert.Equal(["does not answer", "refuses calls"], log.Of(LogIds.NotServed).Select(line => line.Text.Contains("refuses calls", StringComparison.Ordinal) ? "refuses calls" : "does not answer"));
        Assert.Contains("queue b", log.Of(LogIds.NotServed)[1].Text);
    }

    [Fact]
    public void A_log_that_throws_is_nobody_elses_failure()
    {
        var quiet = new OutageLog("data", new Throwing(), clock);
        quiet.Failed("a", QueueCall.Turn, new TimeoutException());
        quiet.Lost(null, Server, ConnectionFailureType.None);
        quiet.Restored(Server);
        quiet.Answered("a", QueueCall.Turn);
    }

#pragma warning disable SER007 // an experimental name for the first word of an error reply
    private static RedisServerException Refusal => new(RedisErrorKind.WrongType, CommandFlags.None, "WRONGTYPE Operation against a key holding the wrong kind of value");
#pragma warning restore SER007

    private void Fail(string queue, QueueCall call, int times = 1)
    {
        for (var i = 0; i < times; i++)
            outages.Failed(queue, call, new RedisTimeoutException(CommandFlags.None, "Timeout", CommandStatus.Sent));
    }

    private sealed class Throwing : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("The log is full.");
    }
}
