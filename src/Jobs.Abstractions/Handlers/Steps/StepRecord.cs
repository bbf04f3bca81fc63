using System.Buffers;
using System.Buffers.Text;
using Jobs.Wire;
using MessagePack;

namespace Jobs;

/// <summary>The stored form of a step: a MessagePack array <c>[name, result]</c>, before which the script writes <c>unix-ms length</c> and a
/// line feed. The records of a job stand one after another.</summary>
internal static class StepRecord
{
    /// <summary>What a script puts before a record takes at most this many bytes.</summary>
    public const int MaxPrefix = 32;

    public static ReadOnlyMemory<byte> Write<T>(string step, T result, StepCodec<T> codec)
    {
        var bytes = new ArrayBufferWriter<byte>(64);
        var writer = new MessagePackWriter(bytes);
        writer.WriteArrayHeader(2);
        writer.Write(step);
        codec.Write(ref writer, result);
        writer.Flush();
        return bytes.WrittenMemory;
    }

    /// <summary>The steps in the order they were done. What somebody's edit has made unreadable, and all after it, is left out: a job is not
    /// lost for a broken note about it.</summary>
    public static List<JobStep> ReadAll(ReadOnlyMemory<byte> records)
    {
        var steps = new List<JobStep>();
        while (TryReadPrefix(records.Span, out var at, out var start, out var length))
        {
            try
            {
                var record = records.Slice(start, length);
                var reader = new MessagePackReader(record);
                if (reader.ReadArrayHeader() != 2 || reader.ReadString() is not { } name)
                {
                    break;
                }

                steps.Add(new JobStep { Name = name, DoneAt = DateTimeOffset.FromUnixTimeMilliseconds(at), Result = record[(int)reader.Consumed..] });
            }
            catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException or ArgumentOutOfRangeException)
            {
                break;
            }

            records = records[(start + length)..];
        }

        return steps;
    }

    private static bool TryReadPrefix(ReadOnlySpan<byte> bytes, out long at, out int start, out int length)
    {
        start = bytes.IndexOf((byte)'\n') + 1;
        length = 0;
        return Utf8Parser.TryParse(bytes, out at, out var used) && start > used + 1
            && Utf8Parser.TryParse(bytes[(used + 1)..], out length, out _) && length > 0 && length <= bytes.Length - start;
    }
}
