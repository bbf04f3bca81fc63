using System.Net;
using Microsoft.Extensions.Logging;

namespace Jobs.Embedded;

internal static partial class Log
{
    [LoggerMessage(900, LogLevel.Information, "Embedded Redis listens on {EndPoint}, data in {Data}")]
    public static partial void Started(this ILogger log, IPEndPoint endPoint, string data);

    [LoggerMessage(901, LogLevel.Error, "The embedded server could not write its log to disk: what was stored since the last commit would not survive a restart")]
    public static partial void CommitFailed(this ILogger log, Exception error);

    [LoggerMessage(902, LogLevel.Error, "The embedded server could not take a snapshot, so its log grows on: {Reason}")]
    public static partial void SnapshotFailed(this ILogger log, string reason, Exception? error);
}
