using Microsoft.Extensions.Logging;

namespace Jobs.Inspection;

/// <summary>Log lines about manifests: 1530. An id is never used again.</summary>
internal static partial class InspectionLog
{
    [LoggerMessage(EventId = LogIds.ManifestNotPublished, Message = "What this worker's jobs look like could not be published; their payloads are not shown until it is. Trying again")]
    public static partial void ManifestNotPublished(this ILogger log, LogLevel level, Exception error);
}
