using System.Net;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Log lines about connections: 1500 to 1519. An id is never used again.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(1500, LogLevel.Warning, "The {Role} connection to Redis at {EndPoint} is lost ({Failure}); it is being restored")]
    public static partial void ConnectionLost(this ILogger log, Exception? error, string role, EndPoint? endPoint, ConnectionFailureType failure);

    [LoggerMessage(1501, LogLevel.Information, "The {Role} connection to Redis at {EndPoint} is restored")]
    public static partial void ConnectionRestored(this ILogger log, string role, EndPoint? endPoint);

    [LoggerMessage(1502, LogLevel.Debug, "The {Role} connection to Redis could not be closed")]
    public static partial void NotClosed(this ILogger log, Exception error, string role);

    [LoggerMessage(1503, LogLevel.Warning, "The {Role} connection to Redis reaches a read-only server, and the primary was not found")]
    public static partial void PrimaryNotFound(this ILogger log, Exception error, string role);
}
