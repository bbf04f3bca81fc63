using MessagePack;

namespace Jobs;

/// <summary>The extension map of one envelope. A plain job has none, and neither has one with a mark alone.</summary>
internal sealed class EnvelopeExtensions
{
    private readonly ReadOnlyMemory<byte> map;

    private EnvelopeExtensions(ReadOnlyMemory<byte> map, string? needs, bool isUnderstood)
    {
        this.map = map;
        Needs = needs;
        IsUnderstood = isUnderstood;
    }

    /// <summary>The largest key that whoever runs the job must understand, in words; null: there is none. A version that knows a key knows all before it.</summary>
    public string? Needs { get; }

    /// <summary>False: one of the keys that must be understood is of a newer version.</summary>
    public bool IsUnderstood { get; }

    /// <exception cref="MessagePackSerializationException">The bytes are not a map with numbers for keys.</exception>
    public static EnvelopeExtensions Read(ReadOnlyMemory<byte> map)
    {
        var (largest, understood) = (-1, true);
        var reader = new MessagePackReader(map);
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var key = reader.ReadInt32();
            reader.Skip();
            if (!ExtensionKey.IsOptional(key))
            {
                largest = Math.Max(largest, key);
                understood &= ExtensionKey.Understood.Contains(key);
            }
        }

        return reader.End
            ? new EnvelopeExtensions(map, largest < 0 ? null : NeedOf(largest), understood)
            : throw new MessagePackSerializationException("The stored job has more bytes of extensions than its extensions take.");
    }

    /// <summary>What a worker must understand to run a job with this key, in words that are stored as a part of the job's kind.</summary>
    public static string NeedOf(int key) => $"extension {key}";

    /// <param name="key">One of <see cref="ExtensionKey"/>.</param>
    /// <param name="value">One MessagePack value, within the stored bytes.</param>
    public bool TryGet(int key, out ReadOnlyMemory<byte> value)
    {
        var reader = new MessagePackReader(map);
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var found = reader.ReadInt32();
            var start = (int)reader.Consumed;
            reader.Skip();
            if (found == key)
            {
                value = map[start..(int)reader.Consumed];
                return true;
            }
        }

        value = default;
        return false;
    }
}
