using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Jobs.Store;

/// <summary>A job's name and the version of its payload in 8 bytes: what decides whether a worker can run it. Stored; never changed.</summary>
internal static class JobKind
{
    public const int Size = 8;

    /// <param name="name">As stored.</param>
    /// <param name="version">Of the payload.</param>
    public static byte[] Of(ReadOnlySpan<byte> name, int version)
    {
        var text = new byte[name.Length + sizeof(int)];
        name.CopyTo(text);
        BinaryPrimitives.WriteInt32BigEndian(text.AsSpan(name.Length), version);
        return SHA256.HashData(text)[..Size];
    }

    public static byte[] Of(string name, int version) => Of(Encoding.UTF8.GetBytes(name), version);
}
