using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Unicode;
using MessagePack;

namespace Jobs.Wire;

/// <summary>Called by generated codecs: the forms of values that MessagePack itself does not have. Not for use by hand.</summary>
/// <remarks>A <see cref="DateTime"/> is written by the writer itself, as MessagePack's timestamp: an instant. A local time is stored as the
/// instant it is; one of unspecified kind is taken for UTC; what is read is UTC.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WireValues
{
    private const int GuidLength = 36;
    private const int MaxHeaderLength = 5;
    private const int MaxBytesPerChar = 3;

    /// <summary>Text as UTF-8, byte for byte as <see cref="MessagePackWriter.Write(string)"/> writes it, but for half of a surrogate pair: that has no
    /// UTF-8, the writer would store another character in its place, and two keys could become one.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The text; nil for <see langword="null"/>.</param>
    /// <param name="member">The member that holds it, for the error; empty: an item of one.</param>
    /// <exception cref="MessagePackSerializationException">The text has half of a surrogate pair.</exception>
    public static void Write(ref MessagePackWriter writer, string? value, string member = "")
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        var expected = HeaderLength(value.Length);
        var span = writer.GetSpan(MaxHeaderLength + (value.Length * MaxBytesPerChar));
        if (Utf8.FromUtf16(value, span[expected..], out var read, out var length, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw WireErrors.IsNoText(member, read);
        }

        var header = HeaderLength(length);
        if (header != expected)
        {
            span.Slice(expected, length).CopyTo(span[header..]);
        }

        WriteHeader(span, header, length);
        writer.Advance(header + length);
    }

    /// <summary>Text of 36 characters, lower case with dashes.</summary>
    public static void Write(ref MessagePackWriter writer, Guid value)
    {
        var span = writer.GetSpan(GuidLength + 2);
        span[0] = MessagePackCode.Str8;
        span[1] = GuidLength;
        value.TryFormat(span[2..], out _, "D");
        writer.Advance(GuidLength + 2);
    }

    /// <inheritdoc cref="Write(ref MessagePackWriter, Guid)"/>
    public static Guid ReadGuid(ref MessagePackReader reader)
    {
        var text = ReadText(ref reader);
        return Utf8Parser.TryParse(text, out Guid value, out var read, 'D') && read == text.Length ? value : throw WireErrors.NotA("UUID");
    }

    /// <summary>Text, so that every digit is kept: <c>1.10</c>.</summary>
    public static void Write(ref MessagePackWriter writer, decimal value)
    {
        const int MaxLength = 31; // sign, point and 29 digits: the header is one byte
        var span = writer.GetSpan(MaxLength + 1);
        value.TryFormat(span[1..], out var length, default, CultureInfo.InvariantCulture);
        span[0] = (byte)(MessagePackCode.MinFixStr | length);
        writer.Advance(length + 1);
    }

    /// <inheritdoc cref="Write(ref MessagePackWriter, decimal)"/>
    public static decimal ReadDecimal(ref MessagePackReader reader) =>
        decimal.TryParse(ReadText(ref reader), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw WireErrors.NotA("decimal number");

    /// <summary>An array of the clock's time, as a timestamp, and the offset from UTC in minutes.</summary>
    public static void Write(ref MessagePackWriter writer, DateTimeOffset value)
    {
        writer.WriteArrayHeader(2);
        writer.Write(new DateTime(value.Ticks, DateTimeKind.Utc));
        writer.Write((short)value.Offset.TotalMinutes);
    }

    /// <inheritdoc cref="Write(ref MessagePackWriter, DateTimeOffset)"/>
    public static DateTimeOffset ReadDateTimeOffset(ref MessagePackReader reader)
    {
        WireFormat.ReadArrayOf(ref reader, 2);
        var clock = reader.ReadDateTime();
        return new DateTimeOffset(clock.Ticks, TimeSpan.FromMinutes(reader.ReadInt16()));
    }

    /// <summary>A number of 100 ns.</summary>
    public static void Write(ref MessagePackWriter writer, TimeSpan value) => writer.Write(value.Ticks);

    /// <inheritdoc cref="Write(ref MessagePackWriter, TimeSpan)"/>
    public static TimeSpan ReadTimeSpan(ref MessagePackReader reader) => new(reader.ReadInt64());

    /// <summary>A number of days since 0001-01-01.</summary>
    public static void Write(ref MessagePackWriter writer, DateOnly value) => writer.Write(value.DayNumber);

    /// <inheritdoc cref="Write(ref MessagePackWriter, DateOnly)"/>
    public static DateOnly ReadDateOnly(ref MessagePackReader reader) => DateOnly.FromDayNumber(reader.ReadInt32());

    /// <summary>A number of 100 ns since midnight.</summary>
    public static void Write(ref MessagePackWriter writer, TimeOnly value) => writer.Write(value.Ticks);

    /// <inheritdoc cref="Write(ref MessagePackWriter, TimeOnly)"/>
    public static TimeOnly ReadTimeOnly(ref MessagePackReader reader) => new(reader.ReadInt64());

    /// <summary>A 32-bit float.</summary>
    public static void Write(ref MessagePackWriter writer, Half value) => writer.Write((float)value);

    /// <inheritdoc cref="Write(ref MessagePackWriter, Half)"/>
    public static Half ReadHalf(ref MessagePackReader reader) => (Half)reader.ReadSingle();

    /// <summary>Decimal digits as text: what every language can read.</summary>
    public static void Write(ref MessagePackWriter writer, Int128 value) => writer.Write(value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Write(ref MessagePackWriter, Int128)"/>
    public static Int128 ReadInt128(ref MessagePackReader reader) =>
        Int128.TryParse(ReadText(ref reader), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw WireErrors.NotA("128-bit number");

    /// <summary>Decimal digits as text: what every language can read.</summary>
    public static void Write(ref MessagePackWriter writer, UInt128 value) => writer.Write(value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Write(ref MessagePackWriter, UInt128)"/>
    public static UInt128 ReadUInt128(ref MessagePackReader reader) =>
        UInt128.TryParse(ReadText(ref reader), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw WireErrors.NotA("128-bit number without a sign");

    /// <summary>Bytes: two's complement, lowest first.</summary>
    public static void Write(ref MessagePackWriter writer, BigInteger value) => writer.Write(value.ToByteArray());

    /// <inheritdoc cref="Write(ref MessagePackWriter, BigInteger)"/>
    public static BigInteger ReadBigInteger(ref MessagePackReader reader) => new(ReadBytes(ref reader) ?? throw WireErrors.NotA("number"));

    /// <summary>The number of the code point.</summary>
    public static void Write(ref MessagePackWriter writer, Rune value) => writer.Write(value.Value);

    /// <inheritdoc cref="Write(ref MessagePackWriter, Rune)"/>
    public static Rune ReadRune(ref MessagePackReader reader) => new(reader.ReadInt32());

    /// <summary>Text as it was given; absolute or relative.</summary>
    /// <inheritdoc cref="Write(ref MessagePackWriter, string, string)" path="/exception"/>
    public static void Write(ref MessagePackWriter writer, Uri? value) => Write(ref writer, value?.OriginalString);

    /// <inheritdoc cref="Write(ref MessagePackWriter, Uri)"/>
    public static Uri? ReadUri(ref MessagePackReader reader) => reader.ReadString() is not { } text ? null
        : Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var value) ? value : throw WireErrors.NotA("URI");

    /// <summary>Text: <c>1.2.3</c>.</summary>
    public static void Write(ref MessagePackWriter writer, Version? value) => writer.Write(value?.ToString());

    /// <inheritdoc cref="Write(ref MessagePackWriter, Version)"/>
    public static Version? ReadVersion(ref MessagePackReader reader) => reader.ReadString() is not { } text ? null
        : Version.TryParse(text, out var value) ? value : throw WireErrors.NotA("version");

    /// <summary>Bytes; <see langword="null"/> for nil.</summary>
    public static byte[]? ReadBytes(ref MessagePackReader reader) => reader.ReadBytes()?.ToArray();

    /// <summary>Bytes; nil for a segment of no array.</summary>
    public static void Write(ref MessagePackWriter writer, ArraySegment<byte> value)
    {
        if (value.Array is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(value.AsSpan());
        }
    }

    /// <inheritdoc cref="Write(ref MessagePackWriter, ArraySegment{byte})"/>
    public static ArraySegment<byte> ReadSegment(ref MessagePackReader reader) => ReadBytes(ref reader) is { } bytes ? new ArraySegment<byte>(bytes) : default;

    private static int HeaderLength(int bytes) => bytes switch
    {
        <= MessagePackRange.MaxFixStringLength => 1,
        <= byte.MaxValue => 2,
        <= ushort.MaxValue => 3,
        _ => MaxHeaderLength,
    };

    private static void WriteHeader(Span<byte> span, int header, int length)
    {
        switch (header)
        {
            case 1:
                span[0] = (byte)(MessagePackCode.MinFixStr | length);
                break;
            case 2:
                span[0] = MessagePackCode.Str8;
                span[1] = (byte)length;
                break;
            case 3:
                span[0] = MessagePackCode.Str16;
                BinaryPrimitives.WriteUInt16BigEndian(span[1..], (ushort)length);
                break;
            default:
                span[0] = MessagePackCode.Str32;
                BinaryPrimitives.WriteUInt32BigEndian(span[1..], (uint)length);
                break;
        }
    }

    /// <summary>A text's bytes, without making a string.</summary>
    internal static ReadOnlySpan<byte> ReadText(ref MessagePackReader reader) =>
        reader.TryReadStringSpan(out var text) ? text : (reader.ReadStringSequence() ?? throw WireErrors.NotA("text")).ToArray();
}
