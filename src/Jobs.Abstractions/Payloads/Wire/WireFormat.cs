using System.ComponentModel;
using System.Runtime.CompilerServices;
using MessagePack;

namespace Jobs.Wire;

/// <summary>Called by generated codecs: bounds on what bytes may ask for. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WireFormat
{
    /// <summary>64 objects and collections within each other: written or read beyond that, a payload is refused.</summary>
    public const int MaxDepth = 64;

    /// <summary>Items allocated at once on the word of a header. More come as they are really read.</summary>
    private const int MaxCapacity = 1024;

    /// <summary>Entering an object or collection while writing.</summary>
    /// <exception cref="MessagePackSerializationException">Deeper than <see cref="MaxDepth"/>.</exception>
    public static void Enter(int depth)
    {
        if (depth > MaxDepth)
        {
            throw WireErrors.TooDeep();
        }
    }

    /// <summary>Entering an object or collection while reading; on leaving, the codec takes one off <see cref="MessagePackReader.Depth"/>.</summary>
    /// <exception cref="MessagePackSerializationException">Deeper than <see cref="MaxDepth"/>.</exception>
    public static void Enter(ref MessagePackReader reader)
    {
        if (++reader.Depth > MaxDepth)
        {
            throw WireErrors.TooDeep();
        }
    }

    /// <summary>Writes a member's name: header and bytes in one step, where <c>WriteString</c> takes two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // the length is a constant of the caller
    public static void WriteKey(ref MessagePackWriter writer, scoped ReadOnlySpan<byte> key)
    {
        if (key.Length <= MessagePackRange.MaxFixStringLength)
        {
            var span = writer.GetSpan(key.Length + 1);
            span[0] = (byte)(MessagePackCode.MinFixStr | key.Length);
            key.CopyTo(span[1..]);
            writer.Advance(key.Length + 1);
        }
        else
        {
            WriteLongKey(ref writer, key);
        }
    }

    /// <summary>The next key of a map; empty where it is no text, which is then a member nobody knows.</summary>
    public static ReadOnlySpan<byte> ReadKey(ref MessagePackReader reader)
    {
        if (reader.NextMessagePackType == MessagePackType.String)
        {
            return WireValues.ReadText(ref reader);
        }

        reader.Skip();
        return default;
    }

    /// <summary>The header of an array that has exactly so many items.</summary>
    /// <exception cref="MessagePackSerializationException">It has others.</exception>
    public static void ReadArrayOf(ref MessagePackReader reader, int count)
    {
        var found = reader.ReadArrayHeader();
        if (found != count)
        {
            throw new MessagePackSerializationException($"{count} items are expected, {found} are there");
        }
    }

    private static void WriteLongKey(ref MessagePackWriter writer, scoped ReadOnlySpan<byte> key)
    {
        writer.WriteStringHeader(key.Length);
        key.CopyTo(writer.GetSpan(key.Length));
        writer.Advance(key.Length);
    }

    /// <summary>How much to allocate for a collection that says it has <paramref name="count"/> items.</summary>
    public static int Capacity(int count) => Math.Min(count, MaxCapacity);

    /// <summary>An array to read <paramref name="count"/> items into, with <see cref="Reserve"/> before each.</summary>
    public static T[] NewArray<T>(int count) => count == 0 ? [] : new T[Capacity(count)];

    /// <summary>Makes sure that item <paramref name="index"/> of <paramref name="count"/> has its place. The array ends up exact.</summary>
    public static void Reserve<T>(ref T[] items, int index, int count)
    {
        if (index == items.Length)
        {
            Array.Resize(ref items, (int)Math.Min(count, items.Length * 2L));
        }
    }

    /// <summary>The items with their number, which the header needs before the first of them.</summary>
    public static ICollection<T> Counted<T>(IEnumerable<T> items) => items as ICollection<T> ?? [.. items];
}
