using System.Buffers;
using System.Buffers.Text;
using System.Text;
using MessagePack;

namespace Jobs.Store;

/// <summary>What a job has been through, as stored: <c>kind failures recoveries</c> and a line feed, which scripts read and change,
/// then a MessagePack array <c>[last error?, result?]</c>, which they leave alone. What a newer version adds to either is passed over.</summary>
internal sealed record RunState(RunEnd Kind, int Failures, int Recoveries, string? LastError = null, ReadOnlyMemory<byte> Result = default)
{
    private const int MaxErrorLength = 8 * 1024;

    public static RunState None { get; } = new(RunEnd.None, 0, 0);

    public byte[] Encode()
    {
        var bytes = new ArrayBufferWriter<byte>(64 + Result.Length);
        bytes.Write(Encoding.ASCII.GetBytes($"{(char)Kind} {Failures} {Recoveries}\n"));
        if (LastError is not null || !Result.IsEmpty)
        {
            var writer = new MessagePackWriter(bytes);
            writer.WriteArrayHeader(2);
            writer.Write(LastError is { Length: > MaxErrorLength } ? LastError[..MaxErrorLength] + " …" : LastError);
            if (Result.IsEmpty)
            {
                writer.WriteNil();
            }
            else
            {
                writer.WriteRaw(Result.Span);
            }

            writer.Flush();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> or a script wrote; what it cannot read it takes for <see cref="None"/>, since a job
    /// must not be lost for a broken note about it.</summary>
    public static RunState Decode(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        var end = span.IndexOf((byte)'\n');
        if (end < 5 || !Utf8Parser.TryParse(span[2..end], out int failures, out var used) || 3 + used >= end || failures < 0
            || !Utf8Parser.TryParse(span[(3 + used)..end], out int recoveries, out _) || recoveries < 0)
        {
            return None;
        }

        var state = new RunState((RunEnd)span[0], failures, recoveries);
        return end + 1 == span.Length ? state : state.WithDetails(bytes[(end + 1)..]);
    }

    /// <summary>The result ends with the bytes, unless a newer version has put something behind it.</summary>
    private static int EndOf(ref MessagePackReader reader, int fields, ReadOnlyMemory<byte> bytes)
    {
        if (fields <= 2)
        {
            return bytes.Length;
        }

        reader.Skip();
        return (int)reader.Consumed;
    }

    private RunState WithDetails(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new MessagePackReader(bytes);
            var fields = reader.ReadArrayHeader();
            var error = reader.ReadString();
            var start = (int)reader.Consumed;
            return this with { LastError = error, Result = reader.TryReadNil() ? default : bytes[start..EndOf(ref reader, fields, bytes)] };
        }
        catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException)
        {
            return this;
        }
    }
}
