using System.Security.Authentication;
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
    [InlineData(RedisErrorKind.WrongType, FaultKind.Failed)]
    [InlineData(RedisErrorKind.UnknownError, FaultKind.Failed)]
    internal void An_error_reply_is_safe_to_repeat_only_where_the_server_speaks_of_itself(RedisErrorKind kind, FaultKind expected) =>
        Assert.Equal(expected, RedisFault.Classify(new RedisServerException(kind, CommandFlags.None, "ERR")));

    /// <summary>What StackExchange.Redis 3.4.35 throws against each of these servers.</summary>
    public static TheoryData<Exception, string, bool> Causes() => new()
    {
        { Connection(ConnectionFailureType.AuthenticationFailure, new AuthenticationException("The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch")), "The certificate of the server is not trusted here", true },
        { Connection(ConnectionFailureType.AuthenticationFailure, new InvalidOperationException("SimpleError: NOAUTH Authentication required. Verify if the Redis password provided is correct. Attempted command: ECHO")), "Check user and password", true },
        { Connection(ConnectionFailureType.AuthenticationFailure, new IOException("Unable to read data from the transport connection: Operation canceled.")), "does the port speak TLS", false },
        { Connection(ConnectionFailureType.InternalFailure, new InvalidOperationException("RESP protocol failure around offset 0-0: Unexpected protocol prefix: 60")), "What answers does not speak as Redis does", false },
        { Connection(ConnectionFailureType.SocketFailure, new IOException("Connection reset by peer.")), "is maxclients reached, is protected-mode on", false },
        { Connection(ConnectionFailureType.SocketClosed, null), "does the port speak TLS (ssl=true)", false },
        { Connection(ConnectionFailureType.UnableToConnect, new IOException("Connection refused")), "Check that Redis runs and can be reached from here.", false },
        { Connection(ConnectionFailureType.ProtocolFailure, new RedisServerException(RedisErrorKind.ConnectionFault, CommandFlags.None, "SimpleError: NOPERM this user has no permissions to run the 'echo' command")), "The Redis user lacks rights", true },
        { new RedisServerException(RedisErrorKind.UnknownCommand, CommandFlags.None, "ERR The user executing the script can't run this command or subcommand script: 4df0"), "The Redis user lacks rights", true },
        { Reply(RedisErrorKind.Loading), "Redis is loading its data", false },
        { Reply(RedisErrorKind.MasterDown), "a replica that has lost its primary", false },
        { Reply(RedisErrorKind.ClusterDown), "see CLUSTER INFO", false },
        { Reply(RedisErrorKind.MaxClients), "maxclients", false },
        { Reply(RedisErrorKind.Misconfigured), "INFO persistence", false },
        { Reply(RedisErrorKind.ReadOnly), "connect to the primary", false },
        { Reply(RedisErrorKind.OutOfMemory), "maxmemory", true },
        { Reply(RedisErrorKind.WrongPass), "Check user and password", true },
        { new RedisTimeoutException(CommandFlags.None, "Timeout awaiting response", CommandStatus.Sent), "kept busy", false },
    };

    [Theory]
    [MemberData(nameof(Causes), DisableDiscoveryEnumeration = true)]
    public void Each_failure_has_a_next_step_that_fits_its_cause_and_keeps_a_host_from_starting_only_if_it_stays(Exception error, string step, bool lasting)
    {
        Assert.Contains(step, RedisFault.NextStep(error));
        Assert.Contains(step, RedisFault.NextStep(new AggregateException(error)));
        Assert.Equal(lasting, RedisFault.IsLasting(error));
    }

    private static RedisConnectionException Connection(ConnectionFailureType type, Exception? inner) =>
        new(type, CommandFlags.None, "It was not possible to connect", inner, CommandStatus.WaitingInBacklog);

    private static RedisServerException Reply(RedisErrorKind kind) => new(kind, CommandFlags.None, "ERR");
#pragma warning restore SER007

#pragma warning disable SER007
    [Theory]
    [InlineData(RedisErrorKind.NoPermission, "NOPERM User u has no permissions to run the 'evalsha' command")]
    [InlineData(RedisErrorKind.OutOfMemory, "OOM command not allowed when used memory > 'maxmemory'.")]
    [InlineData(RedisErrorKind.NoAuth, "NOAUTH Authentication required.")]
    [InlineData(RedisErrorKind.UnknownError, "JOBS enqueue: nothing is stored: WRONGTYPE Operation against a key holding the wrong kind of value")]
    internal void What_the_server_turned_away_before_the_script_ran_is_refused(RedisErrorKind kind, string error) => Assert.Equal(FaultKind.Refused, KindOf(kind, error));

    [Theory]
    [InlineData(RedisErrorKind.UnknownError, "ERR The user executing the script can't publish to the channel mentioned in the command script: 7f923f79fe76194c868d7e1d0820de36700eb649, on @user_script:12.")]
    [InlineData(RedisErrorKind.NoPermission, "NOPERM The user executing the script can't run this command or subcommand script: 7f923f79fe76194c868d7e1d0820de36700eb649, on @user_script:12.")]
    [InlineData(RedisErrorKind.OutOfMemory, "OOM command not allowed when used memory > 'maxmemory'. script: 7f923f79fe76194c868d7e1d0820de36700eb649, on @user_script:40.")]
    [InlineData(RedisErrorKind.UnknownError, "ERR something nobody has seen yet")]
    [InlineData(RedisErrorKind.UnknownCommand, "ERR Lua encountered an error: what the embedded server says of a script")]
    internal void An_error_that_may_have_come_in_the_midst_of_a_script_tells_nothing_of_what_was_done(RedisErrorKind kind, string error) =>
        Assert.Equal(FaultKind.Failed, KindOf(kind, error));

    private static FaultKind KindOf(RedisErrorKind kind, string error) => RedisFault.Classify(new RedisServerException(kind, CommandFlags.None, error));
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
