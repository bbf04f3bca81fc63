using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Reads from the client library's log why a first connection failed: it raises no event and keeps no error for it.</summary>
internal static class ConnectLog
{
    private const string Marker = "Connection failed: ";

    /// <returns>Never null: what is not found is a server that could not be reached.</returns>
    public static RedisConnectionException FailureIn(string log)
    {
        var type = ConnectionFailureType.UnableToConnect;
        var message = "no connection could be made";
        var at = log.IndexOf(Marker, StringComparison.Ordinal);
        if (at >= 0)
        {
            // 12:00:00.0000: Connection failed: 127.0.0.1:6379 (Interactive, AuthenticationFailure): AuthenticationFailure, v: 3.4.35
            // 12:00:00.0000: > SimpleError: NOAUTH Authentication required.
            var lines = log[(at + Marker.Length)..].Split('\n', 3);
            var comma = lines[0].IndexOf(", ", StringComparison.Ordinal);
            var close = lines[0].IndexOf("):", StringComparison.Ordinal);
            if (comma > 0 && close > comma && Enum.TryParse<ConnectionFailureType>(lines[0].AsSpan(comma + 2, close - comma - 2), out var named))
            {
                type = named;
            }

            var detail = lines.Length > 1 ? lines[1].IndexOf("> ", StringComparison.Ordinal) : -1;
            message = (detail >= 0 ? lines[1][(detail + 2)..] : lines[0]).Trim();
        }

        return new RedisConnectionException(type, CommandFlags.None, message, innerException: null, CommandStatus.WaitingToBeSent);
    }
}
