using MessagePack;

namespace Jobs;

/// <summary>Writes envelopes.</summary>
internal readonly partial struct JobEnvelope
{
    /// <summary>Entries whose number takes one byte.</summary>
    private const int MaxExtensions = 15;

    /// <summary>Writes all but the payload, which the caller writes next, and what follows it.</summary>
    public static void WriteHeader(
        ref MessagePackWriter writer, JobDefinition definition, long enqueuedAt, EnqueueOptions? options, EnvelopeTail tail = EnvelopeTail.None)
    {
        var isVersioned = definition.Version > 1;
        writer.WriteArrayHeader((isVersioned ? VersionedFields : PlainFields) + (int)tail);
        writer.Write(isVersioned ? VersionedForm : PlainForm);
        writer.Write(definition.Name);
        writer.Write(enqueuedAt);
        WriteOrNil(ref writer, options?.MaxAttempts);
        WriteOrNil(ref writer, options?.Timeout is { } timeout ? (long)Math.Ceiling(timeout.TotalMilliseconds) : null); // cut off, half a millisecond would be 'no limit'
        writer.Write((long)Math.Ceiling((options?.Retention ?? definition.Retention).TotalSeconds));
        WriteHeaders(ref writer, options?.Headers);
        if (isVersioned)
        {
            writer.Write(definition.Version);
        }
    }

    /// <summary>Writes what tells one call from another, after the payload of a job that has nothing else beyond it: <see cref="EnvelopeTail.Mark"/>.</summary>
    public static void WriteMark(ref MessagePackWriter writer, ulong mark)
    {
        writer.WriteMapHeader(1);
        WriteMarkEntry(ref writer, mark);
    }

    /// <summary>Writes the extension map, after the payload: <see cref="EnvelopeTail.Extensions"/>.</summary>
    /// <param name="writer">Where the payload has been written.</param>
    /// <param name="extensions">At most 14, each key once, without a mark.</param>
    /// <param name="mark">As of <see cref="WriteMark"/>; null: none.</param>
    public static void WriteExtensions(ref MessagePackWriter writer, scoped ReadOnlySpan<EnvelopeExtension> extensions, ulong? mark)
    {
        var count = extensions.Length + (mark is null ? 0 : 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxExtensions);
        writer.WriteMapHeader(count);
        var length = mark is null ? 1 : MarkBytes; // the map's first byte, and the mark's ten
        if (mark is { } number)
        {
            WriteMarkEntry(ref writer, number);
        }

        foreach (var (key, value) in extensions)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(key);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(key, ExtensionKey.Max);
            writer.Write(key);
            writer.WriteRaw(value.Span);
            length += 1 + value.Length;
        }

        writer.WriteUInt32((uint)length);
    }

    private static void WriteMarkEntry(ref MessagePackWriter writer, ulong mark)
    {
        writer.Write(ExtensionKey.Mark);
        writer.WriteUInt64(mark);
    }

    private static void WriteHeaders(ref MessagePackWriter writer, IReadOnlyDictionary<string, string>? headers)
    {
        if (headers is null or { Count: 0 })
        {
            writer.WriteNil();
            return;
        }

        writer.WriteMapHeader(headers.Count);
        foreach (var (key, value) in headers)
        {
            writer.Write(key);
            writer.Write(value);
        }
    }

    private static void WriteOrNil(ref MessagePackWriter writer, long? value)
    {
        if (value is { } number)
        {
            writer.Write(number);
        }
        else
        {
            writer.WriteNil();
        }
    }
}
