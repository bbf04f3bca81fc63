using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Rules;

/// <summary>JOB2xxx: what a handler does twice when its job runs twice.</summary>
internal static partial class Rule
{
    /// <summary>Guid.NewGuid() and the like as the key or id of something sent outside.</summary>
    public static readonly DiagnosticDescriptor FreshKey = Idempotency("JOB2001",
        "A key is made anew in each attempt",
        "'{0}' is another value in each attempt, so '{1}' does not tell a repeated call from a new one: use context.IdempotencyKey, or take it from the payload", DiagnosticSeverity.Info);

    /// <summary>POST or PATCH.</summary>
    public static readonly DiagnosticDescriptor HttpRequestWithoutKey = Idempotency("JOB2002",
        "An HTTP request without an idempotency key",
        "'{0}' is sent again when the job is retried: give it an Idempotency-Key header out of context.IdempotencyKey, or do it in context.OnceAsync", DiagnosticSeverity.Info);

    /// <summary>Mail, text message, push notification.</summary>
    public static readonly DiagnosticDescriptor MessageSentAgain = Idempotency("JOB2003",
        "A message to a person is sent again by a retry",
        "'{0}' sends again when the job is retried: do it in context.OnceAsync, or give the provider context.IdempotencyKey");

    /// <summary>Charge, refund, transfer.</summary>
    public static readonly DiagnosticDescriptor PaymentWithoutKey = Idempotency("JOB2004",
        "A payment without an idempotency key",
        "'{0}' moves money again when the job is retried: give it context.IdempotencyKey, or do it in context.OnceAsync");

    /// <summary>SQL text.</summary>
    public static readonly DiagnosticDescriptor InsertWithoutGuard = Idempotency("JOB2005",
        "An INSERT without a guard",
        "This INSERT adds another row when the job is retried: say what happens if the row is there (ON CONFLICT, WHERE NOT EXISTS, MERGE), insert context.IdempotencyKey into a unique column, or do it in context.OnceAsync");

    /// <summary>Entity Framework Core: Add and SaveChanges.</summary>
    public static readonly DiagnosticDescriptor EntityAddedWithoutGuard = Idempotency("JOB2006",
        "An entity is added without a guard",
        "'{0}' and SaveChanges add another row when the job is retried: give the entity a key out of the payload or context, look whether it is there, or do it in context.OnceAsync", DiagnosticSeverity.Info);

    /// <summary>A value that is changed by an amount.</summary>
    public static readonly DiagnosticDescriptor CounterChangedAgain = Idempotency("JOB2007",
        "A counter is changed again by a retry",
        "'{0}' counts again when the job is retried: set a value instead of changing it by one, or do it in context.OnceAsync", DiagnosticSeverity.Info);

    /// <summary>A file that grows.</summary>
    public static readonly DiagnosticDescriptor FileAppendedAgain = Idempotency("JOB2008",
        "A file is appended to again by a retry",
        "'{0}' writes the same again when the job is retried: write a whole file under a name of its own, or do it in context.OnceAsync", DiagnosticSeverity.Info);

    /// <summary>A message bus.</summary>
    public static readonly DiagnosticDescriptor MessagePublishedWithoutId = Idempotency("JOB2009",
        "A message is published without an id of its own",
        "'{0}' publishes another message when the job is retried: give the message an id out of context.IdempotencyKey, or do it in context.OnceAsync", DiagnosticSeverity.Info);

    /// <summary>A job that enqueues jobs.</summary>
    public static readonly DiagnosticDescriptor JobEnqueuedWithoutId = Idempotency("JOB2010",
        "A handler enqueues a job without an id of its own",
        "'{0}' enqueues another job when this one is retried: give it an id, such as new() {{ Id = JobId.From($\"{{context.IdempotencyKey}}/{1}\") }}, or do it in context.OnceAsync");

    /// <summary>Check, commit, effect: a crash before the effect loses it.</summary>
    public static readonly DiagnosticDescriptor EffectLostAfterCommit = Idempotency("JOB2011",
        "An effect after a commit is lost when a retry finds the work done",
        "If the worker dies between the commit and '{0}', the retry returns where it finds the work done and never gets here: do both in context.OnceAsync steps, or enqueue a job for it");

    /// <summary>Two steps of one name.</summary>
    public static readonly DiagnosticDescriptor StepNameTaken = StepError("JOB2012",
        "A step's name is not its own",
        "Step '{0}' {1}");

    /// <summary>A result without a wire form.</summary>
    public static readonly DiagnosticDescriptor StepResultNotRecordable = StepError("JOB2013",
        "The result of a step cannot be recorded",
        "The result of this step cannot be recorded: {0}");

    private static DiagnosticDescriptor Idempotency(string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Warning) =>
        Of("Idempotency", id, severity, title, message);

    private static DiagnosticDescriptor StepError(string id, string title, string message) => Of("Idempotency", id, DiagnosticSeverity.Error, title, message);
}
