using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Client;

public sealed class RedisFaultTests
{
    [Theory]
    [InlineData(CommandStatus.WaitingToBeSent, FaultKind.NotApplied)]
    [InlineData(CommandStatus.WaitingInBacklog, FaultKind.NotApplied)]
    [InlineData(CommandStatus.Sent, FaultKind.Ambiguous)]
    [InlineData(CommandStatus.Unknown, FaultKind.Ambiguous)]
    internal void A_timeout_and_a_broken_connection_depend_on_whether_the_call_was_sent(CommandStatus status, FaultKind expected)
    {
        Assert.Equal(expected, RedisFault.Classify(new RedisTimeoutException(CommandFlags.None, "late", status)));
        Assert.Equal(expected, RedisFault.Classify(new RedisConnectionException(ConnectionFailureType.SocketClosed, CommandFlags.None, "closed", null, status)));
    }

#pragma warning disable SER007 // an experimental name for the first word of an error reply
    [Theory]
    [InlineData(RedisErrorKind.Loading, FaultKind.NotApplied)]
    [InlineData(RedisErrorKind.ClusterDown, FaultKind.NotApplied)]
    [InlineData(RedisErrorKind.MasterDown, FaultKind.NotApplied)]
    [InlineData(RedisErrorKind.TryAgain, FaultKind.NotApplied)]
    [InlineData(RedisErrorKind.Moved, FaultKind.NotApplied)]
    [InlineData(RedisErrorKind.ReadOnly, FaultKind.NotApplied)]
    [InlineData(RedisErrorKind.Busy, FaultKind.NotApplied)]
    [InlineData(RedisErrorKind.NoScript, FaultKind.NotApplied)]
    [InlineData(RedisErrorKind.OutOfMemory, FaultKind.Refused)]
    [InlineData(RedisErrorKind.NoPermission, FaultKind.Refused)]
    [InlineData(RedisErrorKind.WrongType, FaultKind.Refused)]
    [InlineData(RedisErrorKind.UnknownError, FaultKind.Refused)]
    internal void An_error_reply_is_safe_to_repeat_only_where_the_server_speaks_of_itself(RedisErrorKind kind, FaultKind expected) =>
        Assert.Equal(expected, RedisFault.Classify(new RedisServerException(kind, CommandFlags.None, "ERR")));
#pragma warning restore SER007

    [Fact]
    public void What_is_inside_an_aggregate_counts() =>
        Assert.Equal(FaultKind.NotApplied, RedisFault.Classify(new AggregateException(new RedisTimeoutException(CommandFlags.None, "late", CommandStatus.WaitingInBacklog))));

    [Fact]
    public void What_is_not_known_is_ambiguous() =>
        Assert.Equal(FaultKind.Ambiguous, RedisFault.Classify(new IOException("broken pipe")));

    [Fact]
    public void A_summary_leaves_out_what_the_client_library_says_of_itself() =>
        Assert.Equal(
            "Timeout awaiting response",
            RedisFault.Summary(new RedisTimeoutException(CommandFlags.None, "Timeout awaiting response (outbound=0KiB, inbound=0KiB, …), command=EVAL, …", CommandStatus.Sent)));
}
