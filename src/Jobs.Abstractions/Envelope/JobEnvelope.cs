using MessagePack;

namespace Jobs;

/// <summary>A job as it is stored, written once at enqueue: a MessagePack array, so that any language reads it whole.</summary>
/// <remarks>
/// <c>[1, name, enqueued at (unix ms), max attempts?, timeout (ms)?, retention (s)?, headers?, payload]</c>, and for a payload of a version
/// above 1 <c>[2, name, …, headers?, version of the payload, payload]</c>. A job whose id its caller chose has a last field, <c>{0: mark}</c>, with a number of
/// its call alone: so a repeated call tells what it stored itself from what another one stored. Readers pass over what follows the payload. What the enqueuing call did not set is nil and is taken from the worker's own <c>[Job]</c> when the job runs. Only the retention always stands here: whoever
/// looks at an ended job computes from it when it ended, and may not know its <c>[Job]</c>.
/// </remarks>
internal readonly struct JobEnvelope()
{
    /// <summary>The form of most jobs, whose payload is of version 1.</summary>
    private const int PlainForm = 1;
    private const int PlainFields = 8;

    /// <summary>The form that says which version its payload is.</summary>
    private const int VersionedForm = 2;
    private const int VersionedFields = 9;

    /// <summary>A map of one entry, its key 0, and a number of eight bytes: as long for every mark, so that the payload's end is known without reading it.</summary>
    private const int MarkBytes = 11;
    private static readonly long EarliestTime = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The job's name, as UTF-8, within the stored bytes.</summary>
    public required ReadOnlyMemory<byte> Name { get; init; }

    public long EnqueuedAt { get; init; }

    public int? MaxAttempts { get; init; }

    public long? TimeoutMs { get; init; }

    public long? RetentionSeconds { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The <c>[Job]</c>'s version when it was stored.</summary>
    public int PayloadVersion { get; init; } = 1;

    /// <summary>One MessagePack value, within the stored bytes.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Writes all but the payload, which the caller writes next.</summary>
    public static void WriteHeader(ref MessagePackWriter writer, JobDefinition definition, long enqueuedAt, EnqueueOptions? options, bool isMarked = false)
    {
        var isVersioned = definition.Version > 1;
        writer.WriteArrayHeader((isVersioned ? VersionedFields : PlainFields) + (isMarked ? 1 : 0));
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

    /// <summary>Writes what tells one call from another, after the payload.</summary>
    public static void WriteMark(ref MessagePackWriter writer, ulong mark)
    {
        writer.WriteMapHeader(1);
        writer.Write(0);
        writer.WriteUInt64(mark);
    }

    /// <exception cref="MessagePackSerializationException">The bytes are not such an array, or of a version this build cannot read.</exception>
    public static JobEnvelope Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return ReadCore(bytes);
        }
        catch (Exception e) when (e is not MessagePackSerializationException)
        {
            throw new MessagePackSerializationException($"The stored job is not readable: {e.Message}", e);
        }
    }

    private static JobEnvelope ReadCore(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        var fields = reader.ReadArrayHeader();
        var form = reader.ReadInt32();
        if (form is < PlainForm or > VersionedForm || fields < (form == PlainForm ? PlainFields : VersionedFields))
        {
            throw new MessagePackSerializationException(
                $"The stored job has form {form} with {fields} fields; this worker reads form {PlainForm} with {PlainFields} and form {VersionedForm} with {VersionedFields}. Deploy a newer worker.");
        }

        var nameLength = reader.ReadStringSequence() is { } text ? (int)text.Length : throw new MessagePackSerializationException("The stored job has no name.");
        return new JobEnvelope
        {
            Name = bytes.Slice((int)reader.Consumed - nameLength, nameLength),
            EnqueuedAt = Within(reader.ReadInt64(), EarliestTime, LatestTime, "enqueued at"),
            MaxAttempts = reader.TryReadNil() ? null : (int)Within(reader.ReadInt64(), 1, Limits.MaxAttempts, "max attempts"),
            TimeoutMs = reader.TryReadNil() ? null : Within(reader.ReadInt64(), 0, (long)Limits.MaxTimeout.TotalMilliseconds, "timeout"),
            RetentionSeconds = reader.TryReadNil() ? null : Within(reader.ReadInt64(), 0, (long)Limits.MaxRetention.TotalSeconds, "retention"),
            Headers = ReadHeaders(ref reader),
            PayloadVersion = form == PlainForm ? 1 : (int)Within(reader.ReadInt64(), 1, Limits.MaxVersion, "version of the payload"),
            Payload = reader.End
                ? throw new MessagePackSerializationException("The stored job has no payload.")
                : PayloadIn(bytes[(int)reader.Consumed..], fields > (form == PlainForm ? PlainFields : VersionedFields)),
        };
    }

    private static ReadOnlyMemory<byte> PayloadIn(ReadOnlyMemory<byte> rest, bool mayBeMarked) =>
        mayBeMarked && rest.Length > MarkBytes && rest.Span[^MarkBytes..].StartsWith((ReadOnlySpan<byte>)[0x81, 0x00, 0xCF]) ? rest[..^MarkBytes] : rest;

    /// <summary>A number that some other program wrote must not overflow a date or a timer later on, in the middle of a worker.</summary>
    private static long Within(long value, long min, long max, string field) => value >= min && value <= max
        ? value
        : throw new MessagePackSerializationException($"The stored job has {value} for '{field}'; it takes {min} to {max}.");

    private static Dictionary<string, string>? ReadHeaders(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        var count = reader.ReadMapHeader();
        var headers = new Dictionary<string, string>(Math.Min(count, Limits.MaxHeaders), StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            headers[reader.ReadString() ?? ""] = reader.ReadString() ?? "";
        }

        return headers;
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
