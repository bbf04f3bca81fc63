using System.Buffers.Binary;

namespace Jobs.Redis;

/// <summary>What a job has beyond the plain, as its queue's <c>traits</c> keep it: fields of a letter, the length of a value, the value.</summary>
internal static class JobTraits
{
    private const byte Rank = (byte)'R';

    /// <param name="priority">Larger ones first.</param>
    /// <returns>Null: nothing.</returns>
    public static byte[]? Encode(int priority)
    {
        if (priority == 0)
        {
            return null;
        }

        var record = new byte[2 + sizeof(uint)];
        record[0] = Rank;
        record[1] = sizeof(uint);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(2), RankOf(priority));
        return record;
    }

    /// <summary>The priority inverted: jobs stand in the order of their ranks, and larger priorities come first.</summary>
    private static uint RankOf(int priority) => (uint)(int.MaxValue - (long)priority);
}
