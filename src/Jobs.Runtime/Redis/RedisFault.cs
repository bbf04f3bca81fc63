using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>What a failed call may have done.</summary>
internal enum FaultKind
{
    /// <summary>It never left this process, or the server turned it away before it ran: calling again is a first call.</summary>
    NotApplied,

    /// <summary>It was sent and no answer came: it ran or it did not. Repeat it as it was.</summary>
    Ambiguous,

    /// <summary>The server or the client library refuses it and will again: out of memory, no rights, a script error.</summary>
    Refused,
}

/// <summary>Sorts failures of Redis calls by what they say about the call.</summary>
internal static partial class RedisFault
{
    public static FaultKind Classify(Exception error) => error switch
    {
        AggregateException { InnerException: { } inner } => Classify(inner),
        RedisTimeoutException timeout => Classify(timeout.Commandstatus),
        RedisConnectionException connection => Classify(connection.CommandStatus),
        RedisServerException server => Classify(server),
        RedisCommandException or ArgumentException or ObjectDisposedException or NotSupportedException => FaultKind.Refused,
        _ => FaultKind.Ambiguous, // a broken socket, a cancelled wait: nothing is known, so nothing is claimed
    };

    private static FaultKind Classify(CommandStatus status) =>
        status is CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog ? FaultKind.NotApplied : FaultKind.Ambiguous;

#pragma warning disable SER007 // an experimental name for the first word of an error reply; only this file depends on it
    /// <summary>Only what a server says of its own state, before it runs anything, is safe to try again; any other error may come out of
    /// a script, and says the same the next time.</summary>
    private static FaultKind Classify(RedisServerException error) => error.Kind switch
    {
        RedisErrorKind.Loading or RedisErrorKind.ClusterDown or RedisErrorKind.MasterDown or RedisErrorKind.TryAgain
            or RedisErrorKind.Moved or RedisErrorKind.Ask or RedisErrorKind.UnknownRedirectTarget or RedisErrorKind.ReadOnly
            or RedisErrorKind.Misconfigured or RedisErrorKind.NoReplicas or RedisErrorKind.Busy or RedisErrorKind.MaxClients
            or RedisErrorKind.NoScript => FaultKind.NotApplied,
        _ => FaultKind.Refused,
    };
#pragma warning restore SER007
}
