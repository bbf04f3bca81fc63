using Microsoft.Extensions.Logging;

namespace Jobs.Worker;

/// <summary>The worker's log lines: 1100 to 1199 sessions and turns, 1200 to 1299 attempts. An id is never used again.</summary>
/// <remarks>What an outage makes fail time and again is a line of <see cref="Redis.OutageLog"/> for all queues; here it is told by queue, for who debugs one.</remarks>
internal static partial class WorkerLog
{
    [LoggerMessage(LogIds.WorkerStarts, LogLevel.Information, "Worker {Worker} starts: {Concurrency} slots, queues {Queues}")]
    public static partial void WorkerStarts(this ILogger log, string worker, int concurrency, string queues);

    [LoggerMessage(LogIds.WorkerStopped, LogLevel.Information, "Worker {Worker} has stopped; {Running} handlers were left running")]
    public static partial void WorkerStopped(this ILogger log, string worker, int running);

    [LoggerMessage(LogIds.SessionOpened, LogLevel.Debug, "Session {Session} serves queue {Queue}")]
    public static partial void SessionOpened(this ILogger log, string session, string queue);

    [LoggerMessage(LogIds.JoinFailed, LogLevel.Debug, "Queue {Queue} cannot be joined (try {Tries}: {Reason}); trying again")]
    public static partial void JoinFailed(this ILogger log, Exception? error, string queue, int tries, string reason);

    [LoggerMessage(LogIds.TurnFailed, LogLevel.Debug, "A turn on queue {Queue} failed (try {Tries}: {Reason}); sent again as it was")]
    public static partial void TurnFailed(this ILogger log, Exception? error, string queue, int tries, string reason);

    [LoggerMessage(LogIds.TurnsAgain, LogLevel.Debug, "Queue {Queue} answers again after {Tries} tries")]
    public static partial void TurnsAgain(this ILogger log, string queue, int tries);

    [LoggerMessage(LogIds.SessionRecovered, LogLevel.Warning, "Session {Session} of queue {Queue} is over, and {Jobs} jobs it held are no longer its own; a new one begins. Either another worker recovered it (was this process paused, or away from Redis, for longer than a session?), or Redis forgot it (FLUSHALL, a restart or a failover that lost its last writes)")]
    public static partial void SessionRecovered(this ILogger log, string session, string queue, int jobs);

    [LoggerMessage(LogIds.OutcomeRefused, LogLevel.Warning, "The outcome of job {JobId} of queue {Queue} was refused: the job is no longer held by session {Session}")]
    public static partial void OutcomeRefused(this ILogger log, JobId jobId, string queue, string session);

    [LoggerMessage(LogIds.RenewalFailed, LogLevel.Debug, "Session {Session} of queue {Queue} could not be renewed (try {Tries}: {Reason}); trying again")]
    public static partial void RenewalFailed(this ILogger log, Exception? error, string session, string queue, int tries, string reason);

    [LoggerMessage(LogIds.LeaveFailed, LogLevel.Debug, "Session {Session} of queue {Queue} could not be ended; it expires by itself")]
    public static partial void LeaveFailed(this ILogger log, Exception error, string session, string queue);

    [LoggerMessage(LogIds.Recovered, LogLevel.Warning, "{Count} jobs of queue {Queue} were taken back from dead sessions {Sessions}")]
    public static partial void Recovered(this ILogger log, int count, string queue, string sessions);

    [LoggerMessage(LogIds.Quarantined, LogLevel.Error, "Job {JobId} of queue {Queue} is quarantined among the dead: its worker died while it ran, more than {MaxRecoveries} times. Look at its handler for what ends a process")]
    public static partial void Quarantined(this ILogger log, JobId jobId, string queue, int maxRecoveries);

    [LoggerMessage(LogIds.MaintenanceFailed, LogLevel.Debug, "Maintenance of queue {Queue} failed ({Reason}); the next pass tries again")]
    public static partial void MaintenanceFailed(this ILogger log, Exception? error, string queue, string reason);

    [LoggerMessage(LogIds.LoopFailed, LogLevel.Error, "A loop of the worker ended by an error")]
    public static partial void LoopFailed(this ILogger log, Exception error);

    [LoggerMessage(LogIds.Interrupting, LogLevel.Warning, "Shutdown time is over: the tokens of {Count} running jobs are cancelled")]
    public static partial void Interrupting(this ILogger log, int count);

    [LoggerMessage(LogIds.LeftBehind, LogLevel.Error, "The handler of job {JobId} of queue {Queue} ignores its token; the job is given back while it still runs")]
    public static partial void LeftBehind(this ILogger log, JobId jobId, string queue);

    [LoggerMessage(LogIds.CallbackFailed, LogLevel.Error, "Code that was registered on a token of the worker failed when the token was raised")]
    public static partial void CallbackFailed(this ILogger log, Exception error);

    [LoggerMessage(LogIds.LeftWithJobs, LogLevel.Warning, "Session {Session} left queue {Queue} while Redis still had jobs in flight for it; the next recovery requeues them")]
    public static partial void LeftWithJobs(this ILogger log, string session, string queue);

    [LoggerMessage(LogIds.RequeuedUnstarted, LogLevel.Warning, "{Count} jobs of queue {Queue} were fetched and requeued within a minute, since no slot became free for them within {Patience}. Lower WorkerOptions.MaxPrefetch if this goes on")]
    public static partial void RequeuedUnstarted(this ILogger log, int count, string queue, TimeSpan patience);

    [LoggerMessage(LogIds.Parked, LogLevel.Error, "Redis does not take the outcome ({End}, {Bytes} bytes) of job {JobId} of queue {Queue}: {Reason}. The job is dead and its payload is kept. Return less from its handler, or raise proto-max-bulk-len of Redis")]
    public static partial void Parked(this ILogger log, Exception error, JobId jobId, string queue, Store.RunEnd end, int bytes, string reason);

    [LoggerMessage(LogIds.Untellable, LogLevel.Error, "Redis does not take the outcome of job {JobId} of queue {Queue} in any form. This worker holds the job until it stops; then another one recovers it. Look for keys of the queue that hold something else")]
    public static partial void Untellable(this ILogger log, Exception error, JobId jobId, string queue);

    [LoggerMessage(LogIds.TooLargeToFetch, LogLevel.Error, "Job {JobId} of queue {Queue} is dead: fetched alone, its {Bytes} bytes did not arrive within {Timeout}. Its bytes are kept. Store large data elsewhere and put its name into the payload, or give the worker a faster link to Redis")]
    public static partial void TooLargeToFetch(this ILogger log, JobId jobId, string queue, long bytes, TimeSpan timeout);

    [LoggerMessage(LogIds.OutcomeNotTold, LogLevel.Critical, "A defect of the worker: how a job of queue {Queue} ended is not told. The session of that queue is given up, so that its jobs are recovered. Please report this")]
    public static partial void OutcomeNotTold(this ILogger log, Exception error, string queue);

    [LoggerMessage(LogIds.SlotRunnerFailed, LogLevel.Critical, "A defect of the worker: a slot runner ended. Please report this")]
    public static partial void SlotRunnerFailed(this ILogger log, Exception error);

    [LoggerMessage(LogIds.ServicesGone, LogLevel.Error, "The application's services are disposed while the worker still runs: it starts no more jobs and requeues those it cannot run. Stop the host before it is disposed")]
    public static partial void ServicesGone(this ILogger log, Exception error);

    [LoggerMessage(LogIds.Completed, LogLevel.Debug, "Job {JobName} {JobId} completed (attempt {Attempt})")]
    public static partial void Completed(this ILogger log, string jobName, JobId jobId, int attempt);

    [LoggerMessage(LogIds.Failed, LogLevel.Warning, "Job {JobName} {JobId} of queue {Queue} failed (attempt {Attempt} of {MaxAttempts}); next in {RetryIn}")]
    public static partial void Failed(this ILogger log, Exception error, string jobName, JobId jobId, string queue, int attempt, int maxAttempts, TimeSpan retryIn);

    [LoggerMessage(LogIds.Died, LogLevel.Error, "Job {JobName} {JobId} of queue {Queue} is dead (attempt {Attempt} of {MaxAttempts})")]
    public static partial void Died(this ILogger log, Exception error, string jobName, JobId jobId, string queue, int attempt, int maxAttempts);

    [LoggerMessage(LogIds.Cancelled, LogLevel.Information, "Job {JobName} {JobId} of queue {Queue} was cancelled")]
    public static partial void Cancelled(this ILogger log, Exception? error, string jobName, JobId jobId, string queue);

    [LoggerMessage(LogIds.Snoozed, LogLevel.Debug, "Job {JobName} {JobId} of queue {Queue} is snoozed")]
    public static partial void Snoozed(this ILogger log, string jobName, JobId jobId, string queue);

    [LoggerMessage(LogIds.Interrupted, LogLevel.Information, "Job {JobName} {JobId} of queue {Queue} was interrupted by the shutdown and given back")]
    public static partial void Interrupted(this ILogger log, Exception? error, string jobName, JobId jobId, string queue);

    [LoggerMessage(LogIds.Undecodable, LogLevel.Error, "Job {JobName} {JobId} of queue {Queue} cannot be read and is dead; its bytes are kept")]
    public static partial void Undecodable(this ILogger log, Exception error, string jobName, JobId jobId, string queue);

    [LoggerMessage(LogIds.Unhandled, LogLevel.Error, "No handler for job {JobName} (first seen: {JobId} of queue {Queue}); such jobs are kept and offered again. Deploy a worker that has the handler, or serve the queue elsewhere")]
    public static partial void Unhandled(this ILogger log, string jobName, JobId jobId, string queue);

    [LoggerMessage(LogIds.HandlerIgnoresToken, LogLevel.Warning, "The handler of job {JobId} of queue {Queue} still runs {Grace} after its token was cancelled ({Reason}); its slot stays taken until it returns")]
    public static partial void HandlerIgnoresToken(this ILogger log, JobId jobId, string queue, StopReason reason, TimeSpan grace);

    [LoggerMessage(LogIds.HookFailed, LogLevel.Error, "Hook {Hook} failed for job {JobName} {JobId}; the job's outcome stands")]
    public static partial void HookFailed(this ILogger log, Exception error, Type hook, string jobName, JobId jobId);

    [LoggerMessage(LogIds.ScopeFailed, LogLevel.Error, "The services of job {JobId} of queue {Queue} could not be disposed; the job's outcome stands")]
    public static partial void ScopeFailed(this ILogger log, Exception error, JobId jobId, string queue);

    [LoggerMessage(LogIds.Broken, LogLevel.Error, "The worker failed with job {JobId} of queue {Queue}; the job is dead, its bytes are kept. Please report this")]
    public static partial void Broken(this ILogger log, Exception error, JobId jobId, string queue);

    [LoggerMessage(LogIds.HandlerNotDisposed, LogLevel.Error, "The handler {Handler} of job {JobName} {JobId} could not be disposed; the job's outcome stands")]
    public static partial void HandlerNotDisposed(this ILogger log, Exception error, Type handler, string jobName, JobId jobId);

    [LoggerMessage(LogIds.EndedTooLate, LogLevel.Information, "The handler of job {JobName} {JobId} of queue {Queue} ended ({End}) when the job was no longer this worker's; that changes nothing")]
    public static partial void EndedTooLate(this ILogger log, Exception? error, string jobName, JobId jobId, string queue, Store.RunEnd end);

    [LoggerMessage(LogIds.LeftBehindSettled, LogLevel.Error, "The handler of job {JobId} of queue {Queue} had ignored its token ({Reason}) before the worker stopped and still runs; the attempt ends as that")]
    public static partial void LeftBehindSettled(this ILogger log, JobId jobId, string queue, StopReason reason);

    [LoggerMessage(LogIds.HooksLeftBehind, LogLevel.Error, "The handler of job {JobId} of queue {Queue} has returned and a hook has not; the job's outcome stands")]
    public static partial void HooksLeftBehind(this ILogger log, JobId jobId, string queue);

    [LoggerMessage(LogIds.HooksToldLess, LogLevel.Warning, "Job {JobId} of queue {Queue} could not be looked at; hooks are told its id and not its name")]
    public static partial void HooksToldLess(this ILogger log, Exception error, JobId jobId, string queue);

    [LoggerMessage(LogIds.TooNew, LogLevel.Warning, "Job {JobName} is of version {Stored} (first seen: {JobId} of queue {Queue}), and this worker knows version {Known}; such jobs are kept and offered again. Deploy a newer worker")]
    public static partial void TooNew(this ILogger log, string jobName, int stored, int known, JobId jobId, string queue);

    [LoggerMessage(LogIds.NotUnderstood, LogLevel.Warning, "Job {JobName} needs {Needs} (first seen: {JobId} of queue {Queue}), which this worker does not know: a newer version of Jobs.Runtime has stored it. Such jobs are kept for workers that know it. Deploy a newer worker")]
    public static partial void NotUnderstood(this ILogger log, string jobName, string needs, JobId jobId, string queue);

    /// <summary>One line per attempt, at the level its end deserves.</summary>
    public static void Ended(this ILogger log, in Verdict verdict, JobContext job)
    {
        switch (verdict.End)
        {
            case Store.RunEnd.Completed:
                log.Completed(job.JobName, job.Id, job.Attempt);
                break;
            case Store.RunEnd.Failed:
                log.Failed(verdict.Error!, job.JobName, job.Id, job.Queue, job.Attempt, job.MaxAttempts, verdict.RetryIn);
                break;
            case Store.RunEnd.Dead:
                log.Died(verdict.Error!, job.JobName, job.Id, job.Queue, job.Attempt, job.MaxAttempts);
                break;
            case Store.RunEnd.Cancelled:
                log.Cancelled(verdict.Error, job.JobName, job.Id, job.Queue);
                break;
            case Store.RunEnd.Snoozed:
                log.Snoozed(job.JobName, job.Id, job.Queue);
                break;
            default:
                log.Interrupted(verdict.Error, job.JobName, job.Id, job.Queue);
                break;
        }
    }
}
