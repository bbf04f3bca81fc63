using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Rules;

/// <summary>The descriptors. An id is a promise: a retired one never gets a second meaning.</summary>
/// <remarks>What is seen by looking at one [Job] or [JobHandler] is reported by its parser; <see cref="DuplicateJobName"/>,
/// <see cref="TwoHandlersForOneJob"/> and <see cref="HandlerIsNotMarked"/> have analyzers of their own.</remarks>
internal static partial class Rule
{
    /// <summary>A [Job] type, or a type around it, is not partial.</summary>
    public static readonly DiagnosticDescriptor PayloadMustBePartial = Error("JOB1001",
        "A job payload must be partial",
        "'{0}' {1}: declare it 'partial', so that the generated half has a place");

    /// <summary>A member, an element or a result has a type with no wire form.</summary>
    public static readonly DiagnosticDescriptor UnsupportedType = Error("JOB1002",
        "A payload member has a type with no wire form",
        "Job '{0}': {1} has type '{2}', which has no wire form: {3}");

    /// <summary>Two jobs of a compilation share a name or alias.</summary>
    public static readonly DiagnosticDescriptor DuplicateJobName = Error("JOB1003",
        "Two jobs have one name",
        "The job name '{0}' is taken by both '{1}' and '{2}': stored jobs are found by their name, so give one another name",
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>A [JobHandler] implements no IJobHandler.</summary>
    public static readonly DiagnosticDescriptor HandlerHandlesNothing = Error("JOB1004",
        "A job handler handles nothing",
        "'{0}' is marked [JobHandler] and implements no 'IJobHandler<TJob>': implement it for the job it is to run");

    /// <summary>Two handlers, or one class twice, for one job.</summary>
    public static readonly DiagnosticDescriptor TwoHandlersForOneJob = Error("JOB1005",
        "A job has two handlers",
        "Job '{0}' is handled by '{1}' and by '{2}': a job has one handler, so remove one",
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>A [Job] without a usable name.</summary>
    public static readonly DiagnosticDescriptor InvalidJobName = Error("JOB1006",
        "A job needs a name",
        "Job '{0}' has {1}: give it 1 to 128 characters out of letters, digits and . _ - :, such as '{2}'");

    /// <summary>A value of [Job] or [RetryOn] is out of range or not readable.</summary>
    public static readonly DiagnosticDescriptor InvalidSetting = Error("JOB1007",
        "An attribute value is not usable",
        "{0} = {1} on '{2}' is not usable: {3}");

    /// <summary>The type cannot be a payload, whatever its members: abstract, generic, private…</summary>
    public static readonly DiagnosticDescriptor InvalidPayloadType = Error("JOB1008",
        "A type cannot be a job payload",
        "'{0}' cannot be a job payload: {1}");

    /// <summary>An object cannot be made from its members.</summary>
    public static readonly DiagnosticDescriptor CannotBeConstructed = Error("JOB1009",
        "A payload type cannot be read back",
        "Job '{0}': '{1}' cannot be read back: {2}");

    /// <summary>[Key] on some members only, twice, or mixed.</summary>
    public static readonly DiagnosticDescriptor InvalidKeys = Error("JOB1010",
        "The [Key]s of a payload type do not fit together",
        "Job '{0}': the keys of '{1}' are not usable: {2}");

    /// <summary>[Union] with a type that is none of its implementations, or twice.</summary>
    public static readonly DiagnosticDescriptor InvalidUnion = Error("JOB1011",
        "A [Union] does not fit its type",
        "Job '{0}': a [Union] of '{1}' is not usable: {2}");

    /// <summary>A handler that generated code cannot make.</summary>
    public static readonly DiagnosticDescriptor HandlerCannotBeConstructed = Error("JOB1012",
        "A job handler cannot be made",
        "'{0}' cannot be made by a worker: {1}");

    /// <summary>A handler that returns none or another result than its job promises.</summary>
    public static readonly DiagnosticDescriptor HandlerReturnsOtherResult = Error("JOB1013",
        "A job handler does not return the job's result",
        "Job '{0}' {1}");

    /// <summary>Both [Job] and [Job&lt;TResult&gt;] on one type.</summary>
    public static readonly DiagnosticDescriptor SeveralJobAttributes = Error("JOB1014",
        "A payload is marked [Job] twice",
        "'{0}' is marked [Job] more than once: a payload is one job, with one name and at most one type of result");

    /// <summary>A public member whose value can differ from what reading gives back.</summary>
    public static readonly DiagnosticDescriptor MemberIsNotStored = Warning("JOB1015",
        "A payload member is not stored",
        "'{0}' {1}");

    /// <summary>A class that implements IJobHandler and is not marked [JobHandler]: nobody ever runs it.</summary>
    public static readonly DiagnosticDescriptor HandlerIsNotMarked = Warning("JOB1016",
        "A job handler is not marked",
        "'{0}' handles the job '{1}' and is not marked [JobHandler], so AddHandlers() leaves it out and it never runs: mark it");

    /// <summary>IJobHandler of a type that is not marked [Job].</summary>
    public static readonly DiagnosticDescriptor HandledTypeIsNoJob = Error("JOB1017",
        "A job handler handles what is no job",
        "'{0}' handles '{1}', which is no job: {2}");

    /// <summary>A record that is reached, has a [Sensitive] member, and prints it.</summary>
    public static readonly DiagnosticDescriptor RecordPrintsSensitive = Warning("JOB1018",
        "A record prints a sensitive member",
        "'{0}' is a record, so its ToString prints '{1}', which is [Sensitive]: write 'PrintMembers' or 'ToString' without it, or make it a class");

    /// <summary>Another source generator writes what the generator of this library cannot see.</summary>
    public static readonly DiagnosticDescriptor WrittenByAnotherGenerator = Error("JOB1019",
        "Another source generator writes what a job needs",
        "{0}: another source generator writes it, and no generator sees what another one writes: {1}");

    /// <summary>Two jobs of a namespace have enqueue methods of one name.</summary>
    public static readonly DiagnosticDescriptor EnqueueMethodTaken = Warning("JOB1020",
        "Two jobs have enqueue methods of one name",
        "'{0}' enqueues both '{1}' and '{2}', so a call with new(…) is ambiguous: give one another name, such as [Job(\"{3}\", EnqueueName = \"{4}\")]",
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>Nothing is generated, since it would not compile.</summary>
    public static readonly DiagnosticDescriptor LanguageIsTooOld = Error("JOB1030",
        "Jobs need C# 13",
        "Jobs need C# 13 or later, and this project is compiled as C# {0}: nothing is generated for its jobs and handlers; remove <LangVersion> from the project, or set it to 13 or higher",
        WellKnownDiagnosticTags.CompilationEnd);

    private static DiagnosticDescriptor Error(string id, string title, string message, params string[] tags) => Of("Shape", id, DiagnosticSeverity.Error, title, message, tags);

    private static DiagnosticDescriptor Warning(string id, string title, string message, params string[] tags) => Of("Shape", id, DiagnosticSeverity.Warning, title, message, tags);

    private static DiagnosticDescriptor Of(string family, string id, DiagnosticSeverity severity, string title, string message, params string[] tags) =>
        new(id, title, message, family, severity, isEnabledByDefault: true, description: null, helpLinkUri: Docs.Rule(id), customTags: tags);
}
