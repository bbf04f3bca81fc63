using System.ComponentModel;
using MessagePack;

namespace Jobs.Wire;

/// <summary>Called by generated codecs: errors that know where in a payload they happened. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WireErrors
{
    private const int MaxMessageLength = 500;

    /// <summary>What went wrong within <paramref name="member"/>; empty: in the object as a whole.</summary>
    public static MessagePackSerializationException In(string member, Exception error) => error is WireException inner
        ? new WireException(inner.Path.Length == 0 ? member : member.Length == 0 ? inner.Path : $"{member}.{inner.Path}", inner.Reason, inner.InnerException)
        : new WireException(member, "cannot be read: " + Brief(error), error);

    /// <summary>Members that have no default are not there.</summary>
    /// <param name="seen">A bit per name, set for those that were there.</param>
    /// <param name="required">A bit per name, set for those that must be.</param>
    /// <param name="names">Their names, lowest bit first.</param>
    public static MessagePackSerializationException Missing(ulong seen, ulong required, params ReadOnlySpan<string> names)
    {
        var first = System.Numerics.BitOperations.TrailingZeroCount(~seen & required);
        return new WireException(names[first], "is missing and has no default. Give it one, or declare it nullable, to read what was stored without it.");
    }

    /// <summary>A null where the type does not allow one.</summary>
    public static MessagePackSerializationException IsNull(string member = "") => new WireException(member, "is null and not declared nullable");

    /// <summary>What went wrong while <paramref name="member"/> was written, where it is not known yet which it is.</summary>
    public static MessagePackSerializationException Within(string member, MessagePackSerializationException error) =>
        error is WireException { Path.Length: 0 } inner ? new WireException(member, inner.Reason, inner.InnerException ?? inner) : error;

    /// <summary>A text with half of a surrogate pair.</summary>
    internal static MessagePackSerializationException IsNoText(string member, int index) =>
        new WireException(member, $"has text with half of a surrogate pair at index {index}, which cannot be stored. Cut texts between whole characters, or carry raw data as bytes.");

    /// <summary>A value of a derived type, whose members would be lost.</summary>
    public static MessagePackSerializationException IsDerived(object value, string declared) =>
        new WireException("", $"is a {value.GetType()} where {declared} is declared, and would lose its members. Make {declared} abstract with a [Union] per implementation.");

    /// <summary>A value of a type that its union does not name.</summary>
    public static MessagePackSerializationException IsNoCase(object value, string union) =>
        new WireException("", $"is a {value.GetType()}, which no [Union] of {union} names. Add one.");

    /// <summary>A number that no case of a union has.</summary>
    public static MessagePackSerializationException UnknownCase(int number, string union) =>
        new WireException("", $"is case {number} of {union}, which this build does not know. Deploy a newer worker.");

    /// <summary>What a job's payload or result failed with, named after the job.</summary>
    public static MessagePackSerializationException OfPayload(string job, Exception error) => Of($"Job '{job}'", "the payload", error);

    /// <inheritdoc cref="OfPayload"/>
    public static MessagePackSerializationException OfResult(string job, Exception error) => Of($"Result of job '{job}'", "the value", error);

    /// <summary>What went wrong within a <c>[Sensitive]</c> member: without the cause, whose text may hold the value.</summary>
    public static MessagePackSerializationException InSensitive(string member) => new WireException(member, "cannot be read; why is not told, because it is [Sensitive]");

    /// <summary>A payload of a version that this build cannot read.</summary>
    public static MessagePackSerializationException OtherVersion(string job, int stored, int current) => new(stored > current
        ? $"Job '{job}' is stored as version {stored}; this build knows version {current}. Deploy a newer worker."
        : $"Job '{job}' is stored as version {stored}, and this build has no upgrade from it to version {current}. Restore the lines of version {stored} in jobs.contracts.txt, or run the job with the build that stored it.");

    internal static MessagePackSerializationException TooDeep() =>
        new WireException("", $"nests objects and collections more than {WireFormat.MaxDepth} levels deep; does it refer to itself?");

    internal static MessagePackSerializationException KeysCollide(int count) =>
        new($"its {count} keys collide: too many have one hash. Give their type a GetHashCode that tells them apart");

    internal static MessagePackSerializationException NotA(string form) => new($"no {form} is there");

    private static MessagePackSerializationException Of(string subject, string whole, Exception error)
    {
        var (path, reason) = error is WireException inner ? (inner.Path, inner.Reason) : ("", "failed: " + Brief(error));
        return new MessagePackSerializationException($"{subject}: {(path.Length == 0 ? whole : $"member '{path}'")} {reason}", error.InnerException ?? error);
    }

    /// <summary>A constructor's message may quote what it was given, which may be a megabyte.</summary>
    private static string Brief(Exception error) => error.Message is { Length: > MaxMessageLength } message ? message[..MaxMessageLength] + " …" : error.Message;

    private sealed class WireException(string path, string reason, Exception? inner = null)
        : MessagePackSerializationException($"{(path.Length == 0 ? "The value" : $"Member '{path}'")} {reason}", inner)
    {
        public string Path { get; } = path;

        public string Reason { get; } = reason;
    }
}
