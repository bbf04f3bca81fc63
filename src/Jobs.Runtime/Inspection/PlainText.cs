using System.Globalization;
using System.Text.Json;
using Jobs.Wire;
using MessagePack;

namespace Jobs.Inspection;

/// <summary>Shows one simple value.</summary>
internal static class PlainText
{
    public static void Write(ref MessagePackReader reader, string type, Utf8JsonWriter json, int maxText)
    {
        switch (type)
        {
            case "datetime": json.WriteStringValue(reader.ReadDateTime()); return;
            case "datetimeoffset": json.WriteStringValue(WireValues.ReadDateTimeOffset(ref reader)); return;
            case "timespan": json.WriteStringValue(WireValues.ReadTimeSpan(ref reader).ToString("c", CultureInfo.InvariantCulture)); return;
            case "dateonly": json.WriteStringValue(WireValues.ReadDateOnly(ref reader).ToString("O", CultureInfo.InvariantCulture)); return;
            case "timeonly": json.WriteStringValue(WireValues.ReadTimeOnly(ref reader).ToString("O", CultureInfo.InvariantCulture)); return;
            case "char": json.WriteStringValue(reader.ReadChar().ToString()); return;
            case "rune": json.WriteStringValue(WireValues.ReadRune(ref reader).ToString()); return;
        }

        switch (reader.NextMessagePackType)
        {
            case MessagePackType.String: json.WriteStringValue(Cut(reader.ReadString() ?? "", maxText)); break;
            case MessagePackType.Integer when reader.NextCode == MessagePackCode.UInt64: json.WriteNumberValue(reader.ReadUInt64()); break;
            case MessagePackType.Integer: json.WriteNumberValue(reader.ReadInt64()); break;
            case MessagePackType.Boolean: json.WriteBooleanValue(reader.ReadBoolean()); break;
            case MessagePackType.Float: Number(reader.ReadDouble(), json); break;
            case MessagePackType.Binary: json.WriteStringValue($"({reader.ReadBytes()?.Length ?? 0:N0} bytes)"); break;
            default: throw new MessagePackSerializationException($"no {type} is there");
        }
    }

    public static string Integer(ref MessagePackReader reader) => reader.NextCode == MessagePackCode.UInt64
        ? reader.ReadUInt64().ToString(CultureInfo.InvariantCulture)
        : reader.ReadInt64().ToString(CultureInfo.InvariantCulture);

    private static void Number(double value, Utf8JsonWriter json)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture)); // JSON has no such number
        }
    }

    private static string Cut(string text, int max) =>
        text.Length <= max ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)}… ({text.Length:N0} characters)";
}
