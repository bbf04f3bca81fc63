using System.Buffers;

namespace Jobs.Store;

/// <summary>Memory for the envelopes of many jobs, which goes back to its pool when the last of them has been read.</summary>
internal sealed class ReplySlab
{
    public const int Size = 32 * 1024;
    private int used;
    private int holders = 1; // the reader of the reply, while it fills it

    public byte[] Bytes { get; } = ArrayPool<byte>.Shared.Rent(Size);

    /// <summary>True: it is worth having a job of that size in one.</summary>
    public static bool Suits(int length) => length <= Size / 4;

    /// <summary>A piece of it, with one more holder.</summary>
    /// <returns>False: it has no room.</returns>
    public bool TryTake(int length, out Memory<byte> piece)
    {
        if (Bytes.Length - used < length)
        {
            piece = default;
            return false;
        }

        piece = Bytes.AsMemory(used, length);
        used += length;
        Interlocked.Increment(ref holders);
        return true;
    }

    /// <summary>One holder less.</summary>
    public void LetGo()
    {
        if (Interlocked.Decrement(ref holders) == 0)
        {
            ArrayPool<byte>.Shared.Return(Bytes);
        }
    }
}
