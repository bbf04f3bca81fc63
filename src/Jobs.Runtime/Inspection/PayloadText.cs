using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MessagePack;

namespace Jobs.Inspection;

/// <summary>Shows a payload or result as JSON by its contract, for people. What is [Sensitive] is hidden; so is what the contract does not describe, because
/// it may be.</summary>
internal sealed class PayloadText
{
    public const string Sensitive = "(sensitive)";
    public const string Undescribed = "(not described)";
    private const int MaxDepth = 64;
    private const int MaxText = 1000;

    private readonly PayloadContract contract;
    private readonly Utf8JsonWriter json;
    private int depth;

    private PayloadText(PayloadContract contract, Utf8JsonWriter json)
    {
        this.contract = contract;
        this.json = json;
    }

    /// <param name="bytes">One MessagePack value.</param>
    /// <param name="contract">Of the version it was stored as; null: nobody has published one.</param>
    public static string OfPayload(ReadOnlyMemory<byte> bytes, PayloadContract? contract) => Of(bytes, contract, contract?.Payload);

    /// <inheritdoc cref="OfPayload"/>
    public static string OfResult(ReadOnlyMemory<byte> bytes, PayloadContract? contract) => Of(bytes, contract, contract?.Result);

    private static string Of(ReadOnlyMemory<byte> bytes, PayloadContract? contract, string? type)
    {
        if (contract is null || type is null)
        {
            return $"\"{Undescribed}\"";
        }

        var text = new ArrayBufferWriter<byte>();
        try
        {
            using var json = new Utf8JsonWriter(text, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            var reader = new MessagePackReader(bytes);
            new PayloadText(contract, json).Value(ref reader, WireType.Parse(type));
            json.Flush();
        }
        catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException or InvalidOperationException or OverflowException or ArgumentException)
        {
            return "\"(unreadable)\""; // half of it would look like all of it
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private void Value(ref MessagePackReader reader, WireType type)
    {
        if (++depth > MaxDepth)
        {
            throw new MessagePackSerializationException("too deep");
        }

        if (reader.TryReadNil())
        {
            json.WriteNullValue();
        }
        else if (type.Items.Count > 0)
        {
            Collection(ref reader, type);
        }
        else if (contract.Types.TryGetValue(type.Name, out var described))
        {
            Described(ref reader, described);
        }
        else
        {
            PlainText.Write(ref reader, type.Name, json, MaxText);
        }

        depth--;
    }

    private void Collection(ref MessagePackReader reader, WireType type)
    {
        if (type.Name == "map")
        {
            json.WriteStartObject();
            for (var i = reader.ReadMapHeader(); i > 0; i--)
            {
                json.WritePropertyName(Key(ref reader, type.Items[0]));
                Value(ref reader, type.Items[1]);
            }

            json.WriteEndObject();
            return;
        }

        json.WriteStartArray();
        var count = reader.ReadArrayHeader();
        for (var i = 0; i < count; i++)
        {
            Value(ref reader, type.Items[type.Name == "tuple" ? Math.Min(i, type.Items.Count - 1) : 0]);
        }

        json.WriteEndArray();
    }

    /// <summary>A key of any type as the text it would be.</summary>
    private string Key(ref MessagePackReader reader, WireType type)
    {
        var key = reader.CreatePeekReader();
        reader.Skip();
        if (key.NextMessagePackType == MessagePackType.String && type.Items.Count == 0)
        {
            return key.ReadString() ?? "";
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var inner = new Utf8JsonWriter(buffer))
        {
            new PayloadText(contract, inner) { depth = depth }.Value(ref key, type);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan).Trim('"');
    }

    private void Described(ref MessagePackReader reader, DescribedType type)
    {
        switch (type.Form)
        {
            case "enum":
                var number = PlainText.Integer(ref reader);
                json.WriteStringValue(type.Values.TryGetValue(number, out var name) ? name : number);
                break;
            case "union":
                if (reader.ReadArrayHeader() != 2 || !type.Cases.TryGetValue(reader.ReadInt32(), out var @case))
                {
                    throw new MessagePackSerializationException("no such case");
                }

                Value(ref reader, WireType.Parse(@case));
                break;
            case "array":
                json.WriteStartObject();
                var items = reader.ReadArrayHeader();
                for (var i = 0; i < items; i++)
                {
                    var at = type.Members.FirstOrDefault(m => m.Index == i);
                    if (at is not null || !reader.TryReadNil())
                    {
                        Member(ref reader, at, at?.Name ?? i.ToString(CultureInfo.InvariantCulture));
                    }
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteStartObject();
                for (var i = reader.ReadMapHeader(); i > 0; i--)
                {
                    var key = reader.ReadString() ?? "";
                    Member(ref reader, type.Members.FirstOrDefault(m => m.Name == key), key);
                }

                json.WriteEndObject();
                break;
        }
    }

    private void Member(ref MessagePackReader reader, DescribedMember? member, string name)
    {
        json.WritePropertyName(name);
        if (member is { IsSensitive: false })
        {
            Value(ref reader, WireType.Parse(member.Type));
            return;
        }

        reader.Skip();
        json.WriteStringValue(member is null ? Undescribed : Sensitive);
    }
}
