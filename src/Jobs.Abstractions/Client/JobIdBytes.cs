using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Jobs;

/// <summary>Makes ids (UUID version 7) out of random bytes that are fetched for many at once: to ask the system for each
/// (<see cref="Guid.CreateVersion7()"/>) takes longer than everything else that is done with a job before it is sent.</summary>
internal static class JobIdBytes
{
    private const int Ids = 64;

    [ThreadStatic]
    private static byte[]? random;

    [ThreadStatic]
    private static int left;

    public static Guid New(DateTimeOffset time)
    {
        random ??= new byte[Ids * JobId.Size];
        if (left == 0)
        {
            RandomNumberGenerator.Fill(random);
            left = random.Length;
        }

        left -= JobId.Size;
        var id = random.AsSpan(left, JobId.Size);
        var ms = time.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteUInt16BigEndian(id, (ushort)(ms >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(id[2..], (uint)ms);
        id[6] = (byte)((id[6] & 0x0F) | 0x70); // version 7
        id[8] = (byte)((id[8] & 0x3F) | 0x80); // variant of RFC 9562
        return new Guid(id, bigEndian: true);
    }
}
