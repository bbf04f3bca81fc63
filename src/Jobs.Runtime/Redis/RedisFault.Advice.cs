using System.Security.Authentication;
using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

#pragma warning disable SER007 // an experimental name for the first word of an error reply; only RedisFault depends on it
/// <summary>What a failure means, and what a person can do about it.</summary>
/// <remarks>The client library calls a failed TLS handshake an authentication failure, and a refused handshake command a protocol failure: the
/// exception inside tells them apart.</remarks>
internal static partial class RedisFault
{
    /// <summary>A failure as a clause that names who did what, as a part of a message: <c>Redis refused the call (OOM …)</c>.</summary>
    public static string Describe(Exception error) => error switch
    {
        AggregateException { InnerException: { } inner } => Describe(inner),
        ObjectDisposedException => "the connection of this client is closed",
        StoreLayoutException layout => layout.What,
        _ when IsAuthentication(error) => "Redis refused the user or the password",
        RedisTimeoutException timeout => Classify(timeout.Commandstatus) == FaultKind.NotApplied
            ? $"the call did not get onto the connection in time ({Summary(error)})"
            : $"no answer of Redis came in time ({Summary(error)})",
        RedisConnectionException { FailureType: ConnectionFailureType.UnableToConnect or ConnectionFailureType.UnableToResolvePhysicalConnection } => $"Redis is not reached ({Summary(error)})",
        RedisConnectionException => $"the connection to Redis is broken ({Summary(error)})",
        RedisServerException { Kind: RedisErrorKind.Moved } => Summary(error),
        RedisServerException server => Classify(server) switch
        {
            FaultKind.NotApplied => $"Redis answered that it cannot serve the call now ({Summary(error)})",
            FaultKind.Failed => $"a command in the midst of the script failed ({Summary(error)})",
            _ => $"Redis refused the call ({Summary(error)})",
        },
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
        StoreLayoutException layout => layout.What,
        RedisConnectionException connection => $"{NameOf(connection)}: {FirstClause(connection.GetBaseException().Message)}",
        RedisServerException { Kind: RedisErrorKind.Moved } => "MOVED: the node that has this queue is not reached, or has changed",
        _ => FirstClause(error.Message),
    };

    /// <summary>Redis knows no such user, or the password is wrong or missing.</summary>
    public static bool IsAuthentication(Exception error) => Any(error, static e =>
        e is RedisServerException { Kind: RedisErrorKind.NoAuth or RedisErrorKind.WrongPass } || IsOf(e, "NOAUTH", "WRONGPASS", "user or password"));

    /// <summary>The server's certificate is not accepted.</summary>
    public static bool IsCertificate(Exception error) => Any(error, static e => e is AuthenticationException && IsOf(e, "certificate"));

    /// <summary>The Redis user lacks a command, a key or a channel.</summary>
    public static bool IsNoRights(Exception error) => Any(error, static e =>
        e is RedisServerException { Kind: RedisErrorKind.NoPermission or RedisErrorKind.NotPermitted }
        || (e is RedisServerException && IsOf(e, "NOPERM", "can't run", "can't access", "ACL failure")));

    /// <summary>The error of a command that the Redis user may not run, by what the server said.</summary>
    public static RedisServerException NotPermitted(string said) => new(RedisErrorKind.NoPermission, CommandFlags.None, said);

    /// <summary>It stays until a person changes something, so a host does not start with it.</summary>
    public static bool IsLasting(Exception error) =>
        Classify(error) == FaultKind.Refused || IsAuthentication(error) || IsCertificate(error) || IsNoRights(error);

    /// <summary>The server answered as a replica.</summary>
    public static bool IsReadOnly(Exception error) => error is RedisServerException { Kind: RedisErrorKind.ReadOnly };

    /// <summary>What a person can do about a failure, as the end of a message; empty where the error says it all.</summary>
    public static string NextStep(Exception error) => error switch
    {
        AggregateException { InnerException: { } inner } => NextStep(inner),
        StoreLayoutException layout => layout.NextStep,
        _ when IsNoRights(error) => NoRights,
        _ when IsAuthentication(error) => "Check user and password of the connection.",
        _ when IsCertificate(error) => "The certificate of the server is not trusted here: name the host as the certificate does (sslHost=…), or trust its issuer (UseRedis(…, options => options.TrustIssuer(\"ca.pem\"))).",
        RedisServerException when IsOf(error, "WRONGTYPE") => NextStep(RedisErrorKind.WrongType),
        RedisServerException server => NextStep(server.Kind),
        RedisConnectionException connection => NextStep(connection),
        RedisTimeoutException => "Check that Redis runs, can be reached from here and is not kept busy (SLOWLOG), and that this process has a processor and threads to spare.",
        ObjectDisposedException => "Its application does not enqueue after that: the host is stopping or has stopped, or its services were disposed of.",
        _ => "",
    };

    private static string NextStep(RedisErrorKind kind) => kind switch
    {
        RedisErrorKind.OutOfMemory => "Redis has reached its maxmemory: let workers drain it, shorten retentions or give it more memory.",
        RedisErrorKind.ReadOnly => "The server is a replica: connect to the primary, or name all nodes in the connection.",
        RedisErrorKind.Loading => "Redis is loading its data and answers when it is through.",
        RedisErrorKind.MasterDown => "The server is a replica that has lost its primary: connect to the primary, or name all nodes in the connection.",
        RedisErrorKind.ClusterDown => "The cluster has slots that no node serves: see CLUSTER INFO.",
        RedisErrorKind.MaxClients => "Redis has as many connections as its maxclients: raise it, or close connections (CLIENT LIST shows whose they are).",
        RedisErrorKind.Misconfigured => "Redis cannot save its data to disk and refuses writes: see its log, the space on its disk and INFO persistence.",
        RedisErrorKind.NoReplicas => "Redis has fewer replicas than its min-replicas-to-write.",
        RedisErrorKind.Busy => "A script of somebody else keeps the server: SCRIPT KILL ends it.",
        RedisErrorKind.WrongType => "A key of this queue holds something else: another application uses the same prefix.",
        _ => "",
    };

    private static string NextStep(RedisConnectionException error) => error switch
    {
        { FailureType: ConnectionFailureType.AuthenticationFailure } => "The TLS handshake came to no end: does the port speak TLS (leave ssl=true out where it does not), and does the server ask for a certificate of the client (tls-auth-clients)?",
        { FailureType: ConnectionFailureType.InternalFailure or ConnectionFailureType.ProtocolFailure } =>
            "What answers does not speak as Redis does: check host and port (a web server, a proxy, a TLS port without ssl=true?).",
        { FailureType: ConnectionFailureType.SocketClosed or ConnectionFailureType.SocketFailure } =>
            "The server or something on the way closed the connection. Where it never comes up: does the port speak TLS (ssl=true), is maxclients reached, is protected-mode on?",
        _ => "Check that Redis runs and can be reached from here.",
    };

    private static string NameOf(RedisConnectionException error) => error.FailureType switch
    {
        ConnectionFailureType.AuthenticationFailure when !IsAuthentication(error) => "TLS",
        _ when IsNoRights(error) => "NoPermission",
        var type => type.ToString(),
    };

    private static string FirstClause(string message)
    {
        var end = message.IndexOf(" (", StringComparison.Ordinal);
        return (end > 0 ? message[..end] : message).TrimEnd('.');
    }

    /// <summary>The error itself, or one inside it.</summary>
    private static bool Any(Exception error, Func<Exception, bool> matches)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (matches(e))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOf(Exception error, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (error.Message.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private const string NoRights = "The Redis user lacks rights: docs/redis.md has the ACL lines for producers, workers and inspectors, and RedisAcl.For prints them for a prefix.";
}
#pragma warning restore SER007
