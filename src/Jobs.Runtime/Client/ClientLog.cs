using Microsoft.Extensions.Logging;

namespace Jobs.Client;

/// <summary>The client's log lines: 1000 to 1099. An id is never used again.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(LogIds.EnqueueHeldUp, LogLevel.Warning, "Enqueueing into queue {Queue} is held up: {Reason}. The client tries again; each caller waits for its timeout at most")]
    public static partial void EnqueueHeldUp(this ILogger log, Exception error, string queue, string reason);

    [LoggerMessage(LogIds.EnqueueAgain, LogLevel.Information, "Enqueueing into queue {Queue} works again")]
    public static partial void EnqueueAgain(this ILogger log, string queue);

    [LoggerMessage(LogIds.QueueNotListed, LogLevel.Debug, "Queue {Queue} could not be added to the list of queues; trying again")]
    public static partial void QueueNotListed(this ILogger log, Exception error, string queue);

    [LoggerMessage(LogIds.EnqueueRefused, LogLevel.Warning, "Enqueueing into queue {Queue} fails: {Reason}. Callers are told at once. {NextStep}")]
    public static partial void EnqueueRefused(this ILogger log, Exception error, string queue, string reason, string nextStep);

    [LoggerMessage(LogIds.EnqueueDefect, LogLevel.Error, "A defect ended a call that stored jobs in queue {Queue}; its callers are told, and the next call goes on")]
    public static partial void EnqueueDefect(this ILogger log, Exception error, string queue);

    [LoggerMessage(LogIds.ClockDefect, LogLevel.Error, "A defect kept the client from telling callers that their time is over; it tries again")]
    public static partial void ClockDefect(this ILogger log, Exception error);

    [LoggerMessage(LogIds.QueuesNotListed, LogLevel.Debug, "The list of queues could not be kept up; trying again in a minute")]
    public static partial void QueuesNotListed(this ILogger log, Exception error);

    [LoggerMessage(LogIds.QueueUnlisted, LogLevel.Information, "Queue {Queue} is empty and was not used for a week: it leaves the list of queues, and comes back when it is used")]
    public static partial void QueueUnlisted(this ILogger log, string queue);
}
