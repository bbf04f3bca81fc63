using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Rules;

/// <summary>Cancellation, time, and what a job may take of both and of Redis.</summary>
internal static partial class Rule
{
    /// <summary>A call could take the token and is not given it.</summary>
    public static readonly DiagnosticDescriptor TokenNotPassed = Budget("JOB3001", DiagnosticSeverity.Warning,
        "The handler's token is not passed on",
        "'{0}' can be given '{1}': without it a timeout, a cancellation or a shutdown waits until it is done");

    /// <summary>Result, Wait() or GetResult() of a task.</summary>
    public static readonly DiagnosticDescriptor BlockingWait = Budget("JOB3002", DiagnosticSeverity.Info,
        "A handler blocks until a task is done",
        "'{0}' holds a thread of the worker until the task is done: await it");

    /// <summary>Thread.Sleep.</summary>
    public static readonly DiagnosticDescriptor BlockingSleep = Budget("JOB3003", DiagnosticSeverity.Info,
        "A handler sleeps on its thread",
        "'Thread.Sleep' holds a thread of the worker and cannot be cancelled: await Task.Delay with the token, or throw JobSnoozeException to come back later");

    /// <summary>async void.</summary>
    public static readonly DiagnosticDescriptor AsyncVoid = Budget("JOB3004", DiagnosticSeverity.Info,
        "A handler has an async method that returns nothing",
        "Nobody can wait for {0}: the job is completed while it still runs, and what it throws ends the process; return a Task");

    /// <summary>A task that nobody awaits.</summary>
    public static readonly DiagnosticDescriptor FireAndForget = Budget("JOB3005", DiagnosticSeverity.Info,
        "A handler starts work that nobody waits for",
        "'{0}' goes on after the job is completed, and what it throws is lost: await it, or enqueue it as a job of its own");

    /// <summary>catch (Exception) { log; } around everything.</summary>
    public static readonly DiagnosticDescriptor FailureSwallowed = Budget("JOB3006", DiagnosticSeverity.Warning,
        "A handler reports success whatever goes wrong",
        "Every failure ends here and the job counts as completed, so it is never tried again: rethrow, or catch only what is no failure");

    /// <summary>catch (OperationCanceledException) { }.</summary>
    public static readonly DiagnosticDescriptor CancellationSwallowed = Budget("JOB3007", DiagnosticSeverity.Warning,
        "A handler reports success when it is cancelled",
        "After a timeout, a cancellation or a shutdown the job counts as completed, half done: let the exception out where '{0}' is cancelled");

    /// <summary>[Job] without TimeoutSeconds.</summary>
    public static readonly DiagnosticDescriptor NoTimeout = Budget("JOB3008", DiagnosticSeverity.Info,
        "A job has no timeout",
        "An attempt at '{0}' may run for ever and keep its slot: set TimeoutSeconds, or 0 if that is meant");

    /// <summary>A long loop that no shutdown can interrupt at a good moment.</summary>
    public static readonly DiagnosticDescriptor NoCheckpoint = Budget("JOB3009", DiagnosticSeverity.Info,
        "A long handler has no checkpoint",
        "'{0}' may run {1} s and a worker that stops waits {2} s: look at context.SoftStop in the loop, so that what is done is not done again");

    /// <summary>byte[] without [MaxLength].</summary>
    public static readonly DiagnosticDescriptor UnboundedBytes = Budget("JOB3010", DiagnosticSeverity.Warning,
        "A payload carries bytes without a bound",
        "'{0}' can be of any size, and a stored job has 1 MiB at most: store the bytes elsewhere and say where, or state the bound with [MaxLength]");

    /// <summary>A collection without [MaxLength].</summary>
    public static readonly DiagnosticDescriptor UnboundedCollection = Budget("JOB3011", DiagnosticSeverity.Info,
        "A payload carries a collection without a bound",
        "'{0}' can be of any length, and a stored job has 1 MiB at most: enqueue a job per item or per part, or state the bound with [MaxLength]");

    /// <summary>An Entity Framework entity in a payload.</summary>
    public static readonly DiagnosticDescriptor EntityInPayload = Budget("JOB3012", DiagnosticSeverity.Warning,
        "A payload carries an entity",
        "'{0}' carries the entity '{1}' as it was when the job was enqueued: carry its key, and load it in the handler");

    /// <summary>new DateTime(2026, 1, 1) into a payload.</summary>
    public static readonly DiagnosticDescriptor UnspecifiedDateTime = Budget("JOB3013", DiagnosticSeverity.Warning,
        "A payload is given a time of unspecified kind",
        "This DateTime says neither UTC nor local, and is taken for UTC: say which it is, or use DateTimeOffset");

    /// <summary>await client.Enqueue…(one) in a foreach.</summary>
    public static readonly DiagnosticDescriptor EnqueueInLoop = Budget("JOB3014", DiagnosticSeverity.Warning,
        "Jobs are enqueued one by one",
        "Each round of the loop waits for Redis: give '{0}' all payloads at once");

    /// <summary>Enqueue between BeginTransaction and Commit.</summary>
    public static readonly DiagnosticDescriptor EnqueueInTransaction = Budget("JOB3015", DiagnosticSeverity.Warning,
        "A job is enqueued within a transaction",
        "The job may run before '{0}' is committed, and runs even if it never is: enqueue after the commit");

    /// <summary>A handler changes static state.</summary>
    public static readonly DiagnosticDescriptor StaticState = Budget("JOB3016", DiagnosticSeverity.Info,
        "A handler changes static state",
        "'{0}' is shared by all jobs that run in this process at once, and by no other process: keep it in a store, or in a service that is made for it");

    /// <summary>if (context.SoftStop.IsCancellationRequested) throw new AnythingElse().</summary>
    public static readonly DiagnosticDescriptor StopThrownAsFailure = Budget("JOB3017", DiagnosticSeverity.Warning,
        "A stop of the worker is thrown as a failure",
        "Thrown because the worker stops, this counts as a failed attempt: throw new OperationCanceledException({0})");

    private static DiagnosticDescriptor Budget(string id, DiagnosticSeverity severity, string title, string message) => Of("Budget", id, severity, title, message);
}
