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
internal static class RedisFault
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

    /// <summary>A failure as a clause that names who did what, as a part of a message: <c>Redis refused the call (OOM …)</c>.</summary>
    public static string Describe(Exception error) => error switch
    {
        AggregateException { InnerException: { } inner } => Describe(inner),
        ObjectDisposedException => "the connection of this client is closed",
        _ when IsAuthentication(error) => "Redis refused the user or the password",
        RedisTimeoutException timeout => Classify(timeout.Commandstatus) == FaultKind.NotApplied
            ? $"the call did not get onto the connection in time ({Summary(error)})"
            : $"no answer of Redis came in time ({Summary(error)})",
        RedisConnectionException { FailureType: ConnectionFailureType.UnableToConnect or ConnectionFailureType.UnableToResolvePhysicalConnection } => $"Redis is not reached ({Summary(error)})",
        RedisConnectionException => $"the connection to Redis is broken ({Summary(error)})",
        RedisServerException { Kind: RedisErrorKind.Moved } => Summary(error),
        RedisServerException server => Classify(server) == FaultKind.NotApplied
            ? $"Redis answered that it cannot serve the call now ({Summary(error)})"
            : $"Redis refused the call ({Summary(error)})",
        RedisCommandException or ArgumentException or NotSupportedException => $"the Redis client library refused the call ({Summary(error)})",
        TimeoutException => "no answer of Redis came in time",
        OperationCanceledException => "the wait was cancelled",
        IOException or System.Net.Sockets.SocketException => $"the connection failed ({Summary(error)})",
        _ => $"the call failed in this process ({error.GetType().Name}: {FirstClause(error.Message)})",
    };

    /// <summary>The server itself has answered, with an error.</summary>
    public static bool IsReply(Exception error) => error is RedisServerException || (error is AggregateException { InnerException: { } inner } && IsReply(inner));

    /// <summary>A failure in a few words, as a part of a message: the client library adds pages about itself.</summary>
    public static string Summary(Exception error) => error switch
    {
        AggregateException { InnerException: { } inner } => Summary(inner),
        ObjectDisposedException => "it is closed",
        RedisConnectionException connection => $"{connection.FailureType}: {FirstClause(connection.GetBaseException().Message)}",
        RedisServerException { Kind: RedisErrorKind.Moved } => "MOVED: the node that has this queue is not reached, or has changed",
        _ => FirstClause(error.Message),
    };

    private static string FirstClause(string message)
    {
        var end = message.IndexOf(" (", StringComparison.Ordinal);
        return (end > 0 ? message[..end] : message).TrimEnd('.');
    }

    /// <summary>User or password are wrong.</summary>
    public static bool IsAuthentication(Exception error) =>
        error is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
        || (error is RedisConnectionException { InnerException: { } inner } && IsAuthentication(inner));

    /// <summary>The server answered as a replica.</summary>
    public static bool IsReadOnly(Exception error) => error is RedisServerException { Kind: RedisErrorKind.ReadOnly };

    /// <summary>What a person can do about a failure, as the end of a message; empty where the error says it all.</summary>
    public static string NextStep(Exception error) => error switch
    {
        AggregateException { InnerException: { } inner } => NextStep(inner),
        RedisServerException server => NextStep(server.Kind, server.Message),
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => "Check user and password of the connection.",
        RedisConnectionException or RedisTimeoutException => "Check that Redis runs and can be reached from here.",
        ObjectDisposedException => "Its application does not enqueue after that: the host is stopping or has stopped, or its services were disposed of.",
        _ => "",
    };

    private static string NextStep(RedisErrorKind kind, string message) => kind switch
    {
        RedisErrorKind.OutOfMemory => "Redis has reached its maxmemory: let workers drain it, shorten retentions or give it more memory.",
        RedisErrorKind.ReadOnly => "The server is a replica: connect to the primary, or name all nodes in the connection.",
        RedisErrorKind.NoAuth or RedisErrorKind.WrongPass => "Check user and password of the connection.",
        RedisErrorKind.NoPermission or RedisErrorKind.NotPermitted => NoRights,
        RedisErrorKind.Misconfigured => "Redis cannot save its data to disk and refuses writes: see its log.",
        RedisErrorKind.NoReplicas => "Redis has fewer replicas than its min-replicas-to-write.",
        RedisErrorKind.Busy => "A script of somebody else keeps the server: SCRIPT KILL ends it.",
        RedisErrorKind.WrongType => "A key of this queue holds something else: another application uses the same prefix.",
        _ when message.Contains("can't run", StringComparison.Ordinal) || message.Contains("can't access", StringComparison.Ordinal) => NoRights,
        _ => "",
    };
#pragma warning restore SER007

    private const string NoRights = "The Redis user lacks rights: it needs eval, evalsha, script load and the commands of the scripts on the keys and channels of the prefix.";
}
