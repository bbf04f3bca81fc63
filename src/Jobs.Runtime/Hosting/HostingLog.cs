using Microsoft.Extensions.Logging;

namespace Jobs.Hosting;

/// <summary>Log lines of the start: 1520 to 1549, but 1530. An id is never used again.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(LogIds.StartsWithoutRedis, LogLevel.Warning, "Redis cannot be used yet ({Reason}); the host starts all the same, and work begins when it can. {NextStep}")]
    public static partial void StartsWithoutRedis(this ILogger log, Exception? error, string reason, string nextStep);

    [LoggerMessage(LogIds.RedisAnswers, LogLevel.Information, "Redis {Version} answers")]
    public static partial void RedisAnswers(this ILogger log, Version version);

    [LoggerMessage(LogIds.CannotWork, LogLevel.Critical, "This instance of Jobs cannot work, so the host is stopped")]
    public static partial void CannotWork(this ILogger log, Exception error);

    [LoggerMessage(LogIds.PolicyUnknown, LogLevel.Information, "Redis does not tell its maxmemory-policy; make sure that it is noeviction or begins with volatile-")]
    public static partial void PolicyUnknown(this ILogger log);

    [LoggerMessage(LogIds.EvictionAllowed, LogLevel.Warning, "Redis throws away data when its memory is full (maxmemory-policy {Policy}), which the options allow: jobs may vanish")]
    public static partial void EvictionAllowed(this ILogger log, string policy);

    [LoggerMessage(LogIds.QueueNotServed, LogLevel.Information, "Jobs go to queue {Queue} by default, which this worker does not serve: {Jobs}")]
    public static partial void QueueNotServed(this ILogger log, string queue, string jobs);

    [LoggerMessage(LogIds.NoAppendOnlyFile, LogLevel.Warning, "Redis keeps no append-only file: jobs stored since its last snapshot, or all, are lost when it ends. Set appendonly yes")]
    public static partial void NoAppendOnlyFile(this ILogger log);

    [LoggerMessage(LogIds.AppendOnlyFile, LogLevel.Information, "Redis keeps an append-only file (appendfsync {Fsync})")]
    public static partial void AppendOnlyFile(this ILogger log, string fsync);

    [LoggerMessage(LogIds.AskedInVain, LogLevel.Debug, "Redis did not answer the start's question; asking again")]
    public static partial void AskedInVain(this ILogger log, Exception error);

    [LoggerMessage(LogIds.InfoDenied, LogLevel.Information, "The Redis user may not run INFO: maxmemory-policy and persistence are not checked. Make sure of noeviction and an append-only file, or grant +info")]
    public static partial void InfoDenied(this ILogger log);

    [LoggerMessage(LogIds.EvictsOthersOnly, LogLevel.Information, "The maxmemory-policy of Redis is {Policy}: no key of Jobs has a time to live, so none is evicted; when its memory is full Redis refuses new jobs")]
    public static partial void EvictsOthersOnly(this ILogger log, string policy);

    [LoggerMessage(LogIds.MayOnlyLook, LogLevel.Information, "The Redis user of this process may look at jobs and change nothing (missing for more: {Missing})")]
    public static partial void MayOnlyLook(this ILogger log, string missing);

    [LoggerMessage(LogIds.SectionUnknown, LogLevel.Warning, "'{Key}' in the configuration is read by no part of Jobs. There are {Known}")]
    public static partial void SectionUnknown(this ILogger log, string key, string known);

    [LoggerMessage(LogIds.PersistenceUnknown, LogLevel.Information, "How much of its data Redis keeps on disk could not be asked")]
    public static partial void PersistenceUnknown(this ILogger log, Exception error);

    [LoggerMessage(LogIds.TypesWithoutGeneratedCode, LogLevel.Warning, "{Types} of assembly {Assembly} are marked [Job] or [JobHandler] and have no generated code, so they are neither enqueued nor run. {Cause}")]
    public static partial void TypesWithoutGeneratedCode(this ILogger log, string types, string? assembly, string cause);
}
