using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Sorts failures of Redis calls by what they say about the call.</summary>
internal static partial class RedisFault
{
    /// <summary>All that is to be said of a failure.</summary>
    public static StoreFault Judge(Exception error) => new(Classify(error), Describe(error), Summary(error), NextStep(error))
    {
        IsReply = IsReply(error),
        IsTimeout = error is RedisTimeoutException,
    };

    public static FaultKind Classify(Exception error) => error switch
    {
        AggregateException { InnerException: { } inner } => Classify(inner),
        RedisTimeoutException timeout => Classify(timeout.Commandstatus),
        RedisConnectionException connection => Classify(connection.CommandStatus),
        RedisServerException server => Classify(server),
        RedisCommandException or ArgumentException or ObjectDisposedException or NotSupportedException or StoreLayoutException => FaultKind.Refused,
        _ => FaultKind.Ambiguous, // a broken socket, a cancelled wait: nothing is known, so nothing is claimed
    };

    private static FaultKind Classify(CommandStatus status) =>
        status is CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog ? FaultKind.NotApplied : FaultKind.Ambiguous;

#pragma warning disable SER007 // an experimental name for the first word of an error reply; only this file depends on it
    /// <summary>Only an error that certainly came before the script ran, or of which the script itself says so, tells that nothing was done.</summary>
    private static FaultKind Classify(RedisServerException error) => error.Kind switch
    {
        _ when error.Message.StartsWith(OwnError, StringComparison.Ordinal)
            || error.Message.StartsWith("ERR " + OwnError, StringComparison.Ordinal) => FaultKind.Refused, // as the embedded server has it
        _ when error.Message.Contains(InScript, StringComparison.Ordinal) => FaultKind.Failed,
        RedisErrorKind.Loading or RedisErrorKind.ClusterDown or RedisErrorKind.MasterDown or RedisErrorKind.TryAgain
            or RedisErrorKind.Moved or RedisErrorKind.Ask or RedisErrorKind.UnknownRedirectTarget or RedisErrorKind.ReadOnly
            or RedisErrorKind.Misconfigured or RedisErrorKind.NoReplicas or RedisErrorKind.Busy or RedisErrorKind.MaxClients
            or RedisErrorKind.NoScript => FaultKind.NotApplied,
        RedisErrorKind.OutOfMemory or RedisErrorKind.NoAuth or RedisErrorKind.WrongPass or RedisErrorKind.NoPermission
            or RedisErrorKind.NotPermitted or RedisErrorKind.CrossSlot => FaultKind.Refused,

        // By their text: the client library takes an error of the embedded server's scripts for that of an unknown command.
        _ when error.Message.StartsWith("ERR unknown command", StringComparison.Ordinal)
            || error.Message.StartsWith("ERR Error compiling script", StringComparison.Ordinal) => FaultKind.Refused,
        _ => FaultKind.Failed,
    };
#pragma warning restore SER007

    /// <summary>How an error begins that a script gives back before its first write, or after it has taken all of them back.</summary>
    private const string OwnError = "JOBS ";

    /// <summary>What Redis adds to the error of a command that a script called.</summary>
    private const string InScript = ", on @user_script";
}
