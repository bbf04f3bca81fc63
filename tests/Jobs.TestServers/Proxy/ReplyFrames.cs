using System.Buffers.Text;

namespace Jobs.TestServers;

/// <summary>Cuts what a server says into whole replies and pushes, however the bytes come.</summary>
internal sealed class ReplyFrames
{
    private byte[] pending = [];

    /// <summary>Takes the next bytes.</summary>
    /// <returns>What is whole by now, in order; the rest is kept.</returns>
    public IReadOnlyList<ReadOnlyMemory<byte>> Add(ReadOnlySpan<byte> bytes)
    {
        pending = [.. pending, .. bytes];
        var frames = new List<ReadOnlyMemory<byte>>();
        var from = 0;
        while (EndOf(pending, from) is var end and > 0)
        {
            frames.Add(pending.AsMemory(from, end - from));
            from = end;
        }

        pending = pending[from..];
        return frames;
    }

    /// <summary>It is nobody's answer.</summary>
    public static bool IsPush(ReadOnlyMemory<byte> frame) => frame.Span[0] == (byte)'>';

    /// <summary>It is a published message; that a channel is listened to is a push too.</summary>
    public static bool IsMessage(ReadOnlyMemory<byte> frame) => frame.Span.StartsWith(">3\r\n$7\r\nmessage\r\n"u8);

    /// <returns>Where the value that begins there ends; 0: it is not whole.</returns>
    private static int EndOf(ReadOnlySpan<byte> bytes, int from)
    {
        var length = from < bytes.Length ? bytes[from..].IndexOf((byte)'\n') : -1;
        if (length < 0)
            return 0;
        var at = from + length + 1;
        _ = Utf8Parser.TryParse(bytes.Slice(from + 1, length - 1), out long count, out _);
        switch (bytes[from])
        {
            case (byte)'$' or (byte)'=' or (byte)'!':
                at += count < 0 ? 0 : (int)count + 2;
                return at <= bytes.Length ? at : 0;
            case (byte)'*' or (byte)'~' or (byte)'>':
                return EndOf(bytes, at, count);
            case (byte)'%':
                return EndOf(bytes, at, count * 2);
            case (byte)'|': // attributes, and then the value they are of
                return EndOf(bytes, at, (count * 2) + 1);
            default:
                return at;
        }
    }

    private static int EndOf(ReadOnlySpan<byte> bytes, int from, long values)
    {
        var at = from;
        for (var i = 0; i < values && at > 0; i++)
            at = EndOf(bytes, at);
        return at;
    }
}
