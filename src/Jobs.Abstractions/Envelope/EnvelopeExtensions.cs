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

    /// <summary>The largest key that this version must understand and does not, or else the largest that it must and does, in words; null: there is none.
    /// A version that knows a key knows all before it.</summary>
    public string? Needs { get; }

    /// <summary>False: one of the keys that must be understood is of a newer version.</summary>
    public bool IsUnderstood { get; }

    /// <exception cref="MessagePackSerializationException">The bytes are not a map with numbers for keys.</exception>
    public static EnvelopeExtensions Read(ReadOnlyMemory<byte> map)
    {
        var (understood, unknown) = (-1, -1);
        var reader = new MessagePackReader(map);
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var key = reader.ReadInt32();
            reader.Skip();
            if (ExtensionKey.Understood.Contains(key))
            {
                understood = Math.Max(understood, key);
            }
            else if (!ExtensionKey.IsOptional(key))
            {
                unknown = Math.Max(unknown, key);
            }
        }

        return reader.End
            ? new EnvelopeExtensions(map, unknown >= 0 ? NeedOf(unknown) : understood >= 0 ? NeedOf(understood) : null, unknown < 0)
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
