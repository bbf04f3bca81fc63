using System.Buffers.Binary;
using MessagePack;

namespace Jobs;

/// <summary>Reads envelopes, those of newer versions too as far as this one knows them.</summary>
internal readonly partial struct JobEnvelope
{
    /// <summary>Numbers above are no forms, but bytes that are no job.</summary>
    private const int MaxForm = 127;

    /// <summary>A number of four bytes and the byte that says so: as long for every map.</summary>
    private const int LengthBytes = 5;

    private static readonly long EarliestTime = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <exception cref="MessagePackSerializationException">The bytes are no job, in whatever form.</exception>
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
        var known = form == PlainForm ? PlainFields : VersionedFields;
        if (form is not (PlainForm or VersionedForm) || fields > known + (int)EnvelopeTail.Extensions)
        {
            return OfAnotherForm(bytes, ref reader, form, fields);
        }

        if (fields < known)
        {
            throw NoForm(form, fields);
        }

        var name = ReadName(bytes, ref reader);
        var enqueuedAt = Within(reader.ReadInt64(), EarliestTime, LatestTime, "enqueued at");
        int? maxAttempts = reader.TryReadNil() ? null : (int)Within(reader.ReadInt64(), 1, Limits.MaxAttempts, "max attempts");
        long? timeoutMs = reader.TryReadNil() ? null : Within(reader.ReadInt64(), 0, (long)Limits.MaxTimeout.TotalMilliseconds, "timeout");
        long? retention = reader.TryReadNil() ? null : Within(reader.ReadInt64(), 0, (long)Limits.MaxRetention.TotalSeconds, "retention");
        var headers = ReadHeaders(ref reader);
        var version = form == PlainForm ? 1 : (int)Within(reader.ReadInt64(), 1, Limits.MaxVersion, "version of the payload");
        var payload = bytes[(int)reader.Consumed..];
        EnvelopeExtensions? extensions = null;
        switch ((EnvelopeTail)(fields - known))
        {
            case EnvelopeTail.Mark when payload.Length > MarkBytes && payload.Span[^MarkBytes..].StartsWith((ReadOnlySpan<byte>)[0x81, ExtensionKey.Mark, MessagePackCode.UInt64]):
                payload = payload[..^MarkBytes];
                break;
            case EnvelopeTail.Mark:
                return OfAnotherForm(name, form, fields);
            case EnvelopeTail.Extensions:
                extensions = EnvelopeExtensions.Read(CutExtensions(ref payload));
                break;
        }

        return new JobEnvelope
        {
            Name = name,
            EnqueuedAt = enqueuedAt,
            MaxAttempts = maxAttempts,
            TimeoutMs = timeoutMs,
            RetentionSeconds = retention,
            Headers = headers,
            PayloadVersion = version,
            Payload = payload.IsEmpty ? throw new MessagePackSerializationException("The stored job has no payload.") : payload,
            Extensions = extensions,
        };
    }

    /// <returns>What stands between the payload and the last field, which says how long that is.</returns>
    private static ReadOnlyMemory<byte> CutExtensions(ref ReadOnlyMemory<byte> payload)
    {
        var rest = payload.Span;
        if (rest.Length <= LengthBytes || rest[^LengthBytes] != MessagePackCode.UInt32
            || BinaryPrimitives.ReadUInt32BigEndian(rest[^(LengthBytes - 1)..]) is var length && length >= rest.Length - LengthBytes)
        {
            throw new MessagePackSerializationException("The stored job does not say how long its extensions are.");
        }

        var map = payload[^(LengthBytes + (int)length)..^LengthBytes];
        payload = payload[..^(LengthBytes + (int)length)];
        return map;
    }

    private static JobEnvelope OfAnotherForm(ReadOnlyMemory<byte> bytes, ref MessagePackReader reader, int form, int fields) =>
        form is < PlainForm or > MaxForm || fields < 2
            ? throw NoForm(form, fields)
            : OfAnotherForm(reader.NextMessagePackType == MessagePackType.String ? ReadName(bytes, ref reader) : default, form, fields);

    private static JobEnvelope OfAnotherForm(ReadOnlyMemory<byte> name, int form, int fields) => new()
    {
        Name = name,
        UnknownForm = form > VersionedForm ? $"form {form}" : $"form {form} with {fields} fields",
    };

    private static MessagePackSerializationException NoForm(int form, int fields) => new(
        $"The stored job has form {form} with {fields} fields; form {PlainForm} has {PlainFields}, form {VersionedForm} has {VersionedFields}.");

    private static ReadOnlyMemory<byte> ReadName(ReadOnlyMemory<byte> bytes, ref MessagePackReader reader)
    {
        var length = reader.ReadStringSequence() is { } text ? (int)text.Length : throw new MessagePackSerializationException("The stored job has no name.");
        return bytes.Slice((int)reader.Consumed - length, length);
    }

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
}
