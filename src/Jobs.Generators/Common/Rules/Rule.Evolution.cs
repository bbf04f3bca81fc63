using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Rules;

/// <summary>4xxx: what has changed since <c>jobs.contracts.txt</c> was written.</summary>
internal static partial class Rule
{
    /// <summary>There is no contract file, so nothing is compared.</summary>
    public static readonly DiagnosticDescriptor NoContractFile = Evolution("JOB4001", DiagnosticSeverity.Info,
        "Jobs have no contract file",
        "What stored '{0}' jobs look like is not written down, so no change that breaks them is found: write jobs.contracts.txt");

    /// <summary>Something is new, and stored jobs are read all the same.</summary>
    public static readonly DiagnosticDescriptor ContractIsNotAccepted = Evolution("JOB4002", DiagnosticSeverity.Warning,
        "A job is not as its contract says",
        "Job '{0}' and jobs.contracts.txt differ, and stored jobs are read all the same: {1}; accept it");

    /// <summary>A member is not there any more, or has another name on the wire.</summary>
    public static readonly DiagnosticDescriptor StoredMemberIsGone = Evolution("JOB4003", DiagnosticSeverity.Error,
        "A stored member is gone",
        "Job '{0}': member '{1}' {2}: {3}");

    /// <summary>A member's type or place does not read what is stored.</summary>
    public static readonly DiagnosticDescriptor StoredMemberIsRetyped = Evolution("JOB4004", DiagnosticSeverity.Error,
        "A stored member has another type",
        "Job '{0}': {1} {2}: {3}");

    /// <summary>A member without a default that stored jobs do not have, or may not have.</summary>
    public static readonly DiagnosticDescriptor MemberIsNewlyRequired = Evolution("JOB4005", DiagnosticSeverity.Error,
        "A member is required that stored jobs do not have",
        "Job '{0}': member '{1}' {2}: {3}");

    /// <summary>A job or an alias is gone: nobody would run what is stored under its name.</summary>
    public static readonly DiagnosticDescriptor StoredNameIsGone = Evolution("JOB4006", DiagnosticSeverity.Error,
        "Stored jobs have a name that no job has",
        "Jobs stored as '{0}' {1}: {2}",
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>Those who wait for results, and results that are stored, have another type.</summary>
    public static readonly DiagnosticDescriptor ResultHasChanged = Evolution("JOB4007", DiagnosticSeverity.Error,
        "A job's result has changed",
        "Job '{0}': the result {1}: {2}");

    /// <summary>A number that stands for a value of an enum or a case of a union.</summary>
    public static readonly DiagnosticDescriptor StoredValueHasChanged = Evolution("JOB4008", DiagnosticSeverity.Error,
        "A stored value means something else",
        "Job '{0}': {1} {2}: {3}");

    /// <summary>A version out of turn, or one whose earlier shapes are not known.</summary>
    public static readonly DiagnosticDescriptor VersionDoesNotFollow = Evolution("JOB4009", DiagnosticSeverity.Error,
        "A job's version does not follow from its contract",
        "Job '{0}' has version {1}, and {2}");

    /// <summary>A line that says nothing, such as the mark of a merge conflict.</summary>
    public static readonly DiagnosticDescriptor ContractIsNotReadable = Evolution("JOB4010", DiagnosticSeverity.Error,
        "A line of the contract file cannot be read",
        "jobs.contracts.txt, line {0}: {1}; until then no job is compared",
        WellKnownDiagnosticTags.CompilationEnd);

    private static DiagnosticDescriptor Evolution(string id, DiagnosticSeverity severity, string title, string message, params string[] tags) =>
        Of("Evolution", id, severity, title, message, tags);
}
