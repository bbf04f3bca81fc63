using System.Net;
using Microsoft.Extensions.Logging;

namespace Jobs.Embedded;

internal static partial class Log
{
    [LoggerMessage(900, LogLevel.Information, "Embedded Redis listens on {EndPoint}, data in {Data}")]
    public static partial void Started(this ILogger log, IPEndPoint endPoint, string data);

    [LoggerMessage(901, LogLevel.Error, "The embedded server could not write its log in {Folder}: what it has not answered yet does not survive a restart, and it refuses writes until then")]
    public static partial void CommitFailed(this ILogger log, string folder, Exception error);

    [LoggerMessage(902, LogLevel.Error, "The embedded server could not take a snapshot, so its log grows on: {Reason}")]
    public static partial void SnapshotFailed(this ILogger log, string reason, Exception? error);

    [LoggerMessage(903, LogLevel.Error, "The embedded server cannot write its log in {Folder}: {Reason} It refuses writes, and tries again until it can: free space on that disk")]
    public static partial void DiskFailed(this ILogger log, string folder, string reason);

    [LoggerMessage(904, LogLevel.Error, "The embedded server has not been able to write its log in {Folder} for {Duration}: {Reason} It refuses writes until it can: free space on that disk")]
    public static partial void DiskStillFails(this ILogger log, string folder, TimeSpan duration, string reason);

    [LoggerMessage(905, LogLevel.Information, "The embedded server writes its log in {Folder} again, after {Duration}")]
    public static partial void DiskWorksAgain(this ILogger log, string folder, TimeSpan duration);
}
