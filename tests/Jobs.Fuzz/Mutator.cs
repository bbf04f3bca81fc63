using System.Buffers.Binary;
using MessagePack;

namespace Jobs.Fuzz;

/// <summary>Breaks valid bytes, where possible at the edges of their values, so that what is read goes on behind the break.</summary>
internal sealed class Mutator(Random random)
{
    private const int MaxLength = 256 * 1024;

    /// <summary>A value of every form, and what is none.</summary>
    private static readonly byte[][] Values =
    [
        [0xc0], [0xc2], [0xc3], [0x00], [0xff], [0xcc, 0xff], [0xcd, 0xff, 0xff], [0xce, 0xff, 0xff, 0xff, 0xff], [0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        [0xd0, 0x80], [0xd1, 0x80, 0], [0xd2, 0x80, 0, 0, 0], [0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0], [0xca, 0x7f, 0xc0, 0, 0], [0xcb, 0xff, 0xf0, 0, 0, 0, 0, 0, 0],
        [0xa0], [0xa3, .. "abc"u8], [0xa2, 0xc3, 0x28], [0xd9, 36, .. "00112233-4455-6677-8899-aabbccddeeff"u8], [0xaa, .. "1e99999999"u8], [0xa9, .. "1.2.3.4.5"u8],
        [0xc4, 0], [0xc4, 3, 1, 2, 3], [0x90], [0x80], [0x92, 0, 0], [0x81, 0, 0], [0xd4, 1, 1], [0xd6, 0xff, 0xff, 0xff, 0xff, 0xff],
        [0xd7, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xc7, 12, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xc1],
    ];

    /// <summary>Headers with four bytes of length: array, map, text, bytes, extension.</summary>
    private static readonly byte[] LongHeaders = [0xdd, 0xdf, 0xdb, 0xc6, 0xc9];

    private static readonly uint[] Lengths = [0, 1, 1_000, 1_025, 65_536, 1_000_000, int.MaxValue, uint.MaxValue];

    /// <summary>What a dictionary grows to from 1,024.</summary>
    private static readonly int[] Sizes = [1103, 2333, 4861, 10_103, 21_023, 43_627];

    public byte[] Mutate(byte[] valid, byte[] other)
    {
        for (var i = random.Next(2) == 0 ? 1 : random.Next(1, 5); i > 0 && valid.Length is > 0 and < MaxLength; i--)
        {
            valid = Once(valid, other);
        }

        return valid.Length <= MaxLength ? valid : valid[..MaxLength];
    }

    private byte[] Once(byte[] bytes, byte[] other)
    {
        var at = Pick(Spans.Of(bytes));
        var (start, end) = at.GetOffsetAndLength(bytes.Length) is var (offset, length) ? (offset, offset + length) : default;
        return random.Next(12) switch
        {
            0 => With(bytes, at, Pick(Values)),
            1 => With(bytes, at, Header(Pick(LongHeaders), Pick(Lengths))), // and what it held stands in the way of what comes next
            2 => With(bytes, start..Math.Min(start + 1, end), Header(Pick(LongHeaders), Pick(Lengths))), // and what it held is within it
            3 => bytes[..random.Next(bytes.Length)],
            4 => With(bytes, at, []),
            5 => With(bytes, at, [.. bytes[at], .. bytes[at]]),
            6 => With(bytes, at, other[Pick(Spans.Of(other))]),
            7 => With(bytes, at, Nested(bytes[at])),
            8 => With(bytes, at, Repeated(bytes[at])),
            9 => With(bytes, at, CollidingKeys()),
            10 => With(bytes, at, Doubled(bytes[at])),
            _ => Flipped(bytes),
        };
    }

    private byte[] Nested(byte[] value)
    {
        byte[] level = random.Next(3) switch { 0 => [0x91], 1 => [0x81, 0xa0], _ => [0x81, 0xa4, .. "Left"u8] };
        return [.. Times(level, random.Next(1, SometimesMany(70, 20_000))), .. value];
    }

    private byte[] Repeated(byte[] value)
    {
        var times = random.Next(1, Math.Max(2, Math.Min(MaxLength / 2 / Math.Max(1, value.Length), SometimesMany(100, 100_000))));
        return [.. Header(0xdd, (uint)times), .. Times(value, times)];
    }

    private byte[] CollidingKeys()
    {
        const int Pair = 6;
        var count = random.Next(1, random.Next(2) == 0 ? 40_000 : 100);
        var step = Sizes.First(size => size > count);
        var pairs = Times([0xd2, 0, 0, 0, 0, 1], count);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(pairs.AsSpan((i * Pair) + 1), i * step);
        }

        return [.. Header(random.Next(2) == 0 ? (byte)0xdf : (byte)0xdd, (uint)count), .. pairs];
    }

    /// <summary>Much is slow, and most mistakes show with little.</summary>
    private int SometimesMany(int few, int many) => random.Next(10) == 0 ? many : few;

    private static byte[] Times(byte[] value, int times)
    {
        var all = new byte[value.Length * times];
        for (var i = 0; i < times; i++)
        {
            value.CopyTo(all, i * value.Length);
        }

        return all;
    }

    /// <summary>A map with every key twice; of anything else, the value.</summary>
    private static byte[] Doubled(byte[] value) =>
        value[0] is >= 0x80 and < 0x90 ? [.. Header(0xdf, (value[0] & 0xfu) * 2), .. value.AsSpan(1), .. value.AsSpan(1)] : value;

    private byte[] Flipped(byte[] bytes)
    {
        bytes = [.. bytes];
        bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private static byte[] With(byte[] bytes, Range at, byte[] value)
    {
        var (offset, length) = at.GetOffsetAndLength(bytes.Length);
        return [.. bytes.AsSpan(0, offset), .. value, .. bytes.AsSpan(offset + length)];
    }

    private static byte[] Header(byte code, uint length)
    {
        var header = new byte[5];
        header[0] = code;
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(1), length);
        return header;
    }

    private T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}

/// <summary>Where the values are, inner ones too.</summary>
internal static class Spans
{
    private const int MaxDepth = 50;

    /// <returns>At least one: where nothing can be told apart, the whole.</returns>
    public static List<Range> Of(byte[] bytes)
    {
        var found = new List<Range>();
        try
        {
            var reader = new MessagePackReader(bytes);
            Visit(ref reader, found, 0);
        }
        catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException or ArgumentException or OverflowException)
        {
            // broken by an earlier turn: what comes before the break will do
        }

        if (found.Count == 0)
        {
            found.Add(..);
        }

        return found;
    }

    private static void Visit(ref MessagePackReader reader, List<Range> found, int depth)
    {
        var start = (int)reader.Consumed;
        var type = reader.NextMessagePackType;
        if (depth == MaxDepth || type is not (MessagePackType.Array or MessagePackType.Map))
        {
            reader.Skip();
        }
        else
        {
            for (var i = type == MessagePackType.Array ? reader.ReadArrayHeader() : 2 * reader.ReadMapHeader(); i > 0; i--)
            {
                Visit(ref reader, found, depth + 1);
            }
        }

        found.Add(start..(int)reader.Consumed);
    }
}
