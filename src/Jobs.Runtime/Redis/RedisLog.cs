using System.Net;
using Jobs.Store;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Log lines about connections: 1500 to 1519. An id is never used again.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(EventId = LogIds.ConnectionLost, Message = "The {Role} connection to Redis at {EndPoint} is lost ({Failure}); it is being restored. {NextStep}")]
    public static partial void ConnectionLost(this ILogger log, LogLevel level, Exception? error, string role, EndPoint? endPoint, ConnectionFailureType failure, string nextStep);

    [LoggerMessage(LogIds.ConnectionRestored, LogLevel.Information, "The {Role} connection to Redis at {EndPoint} is restored after {Duration} (down since {Since:u})")]
    public static partial void ConnectionRestored(this ILogger log, string role, EndPoint? endPoint, TimeSpan duration, DateTimeOffset since);

    [LoggerMessage(LogIds.NotClosed, LogLevel.Debug, "The {Role} connection to Redis could not be closed")]
    public static partial void NotClosed(this ILogger log, Exception error, string role);

    [LoggerMessage(LogIds.PrimaryNotFound, LogLevel.Warning, "The {Role} connection to Redis reaches a read-only server, and the primary was not found")]
    public static partial void PrimaryNotFound(this ILogger log, Exception error, string role);

    [LoggerMessage(LogIds.NotServed, LogLevel.Warning, "Redis {Does} on the {Role} connection, first seen by the {Call} of queue {Queue} ({Reason}). Calls are repeated until it serves them; the next line comes in a minute, or when it does. {NextStep}")]
    public static partial void NotServed(this ILogger log, Exception error, string does, string role, string queue, QueueCall call, string reason, string nextStep);

    [LoggerMessage(LogIds.StillNotServed, LogLevel.Warning, "Redis does not serve the {Role} connection for {Duration} now (down since {Since:u}): {Affected} ({Reason}). {NextStep}")]
    public static partial void StillNotServed(this ILogger log, string role, TimeSpan duration, DateTimeOffset since, string affected, string reason, string nextStep);

    [LoggerMessage(LogIds.ServedAgain, LogLevel.Information, "Redis serves all queues on the {Role} connection again, back after {Duration} (down since {Since:u})")]
    public static partial void ServedAgain(this ILogger log, string role, TimeSpan duration, DateTimeOffset since);

    [LoggerMessage(LogIds.LayoutRefused, LogLevel.Error, "Jobs neither enqueues nor fetches: {What}. {NextStep} Until then nothing is written to the store; what runs here is recovered by workers that know it")]
    public static partial void LayoutRefused(this ILogger log, string what, string nextStep);

    [LoggerMessage(LogIds.LayoutKnown, LogLevel.Information, "The store at prefix '{Prefix}' has a layout that this version of Jobs.Runtime knows ({Layout}): work goes on")]
    public static partial void LayoutKnown(this ILogger log, string prefix, string? layout);

    [LoggerMessage(LogIds.LayoutNotRead, LogLevel.Debug, "The layout of the store could not be read; trying again in a minute")]
    public static partial void LayoutNotRead(this ILogger log, Exception error);
}
