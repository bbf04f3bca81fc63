using Microsoft.Extensions.Logging;

namespace Jobs.Client;

/// <summary>The client's log lines: 1000 to 1099. An id is never used again.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(1000, LogLevel.Warning, "Enqueueing into queue {Queue} is held up ({Reason}); callers wait until their time is over")]
    public static partial void EnqueueHeldUp(this ILogger log, Exception error, string queue, string reason);

    [LoggerMessage(1001, LogLevel.Information, "Enqueueing into queue {Queue} works again")]
    public static partial void EnqueueAgain(this ILogger log, string queue);

    [LoggerMessage(1002, LogLevel.Debug, "Queue {Queue} could not be added to the list of queues; trying again")]
    public static partial void QueueNotListed(this ILogger log, Exception error, string queue);
}
