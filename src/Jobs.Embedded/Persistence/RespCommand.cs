using System.Buffers.Text;

namespace Jobs.Embedded.Persistence;

/// <summary>Finds one command after another in what a client has sent.</summary>
internal static class RespCommand
{
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "PING", "ECHO", "HELLO", "AUTH", "SELECT", "CLIENT", "COMMAND", "CONFIG", "INFO", "CLUSTER", "ROLE", "TIME", "QUIT", "RESET", "DISCARD",
        "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE", "PUBSUB",
        "EXISTS", "TYPE", "TTL", "PTTL", "DBSIZE", "KEYS", "SCAN", "MEMORY", "GET", "MGET", "STRLEN",
        "HGET", "HMGET", "HGETALL", "HKEYS", "HVALS", "HLEN", "HEXISTS", "HSCAN", "LLEN", "LRANGE", "LINDEX", "SCARD", "SMEMBERS", "SISMEMBER", "SSCAN",
        "ZCARD", "ZCOUNT", "ZLEXCOUNT", "ZSCORE", "ZMSCORE", "ZRANK", "ZRANGE", "ZRANGEBYSCORE", "ZRANGEBYLEX", "ZREVRANGE", "ZSCAN",
    };

    /// <param name="sent">What has come and was not consumed yet.</param>
    /// <param name="isHarmless">Whether the first command changes no data.</param>
    /// <returns>The first command's length; 0: it is not there in whole.</returns>
    public static int Length(ReadOnlySpan<byte> sent, out bool isHarmless)
    {
        isHarmless = false;
        if (sent.IsEmpty)
            return 0;
        if (sent[0] != '*')
            return Inline(sent, out isHarmless);
        var at = 0;
        var parts = Number(sent, ref at);
        for (var part = 0; part < parts; part++)
        {
            var bytes = Number(sent, ref at);
            if (bytes < 0 || at + bytes + 2 > sent.Length)
                return 0;
            if (part == 0)
                isHarmless = IsHarmless(sent.Slice(at, bytes));
            at += bytes + 2;
        }
        return parts < 0 ? 0 : at;
    }

    /// <summary>As typed by a person: words up to the end of the line.</summary>
    private static int Inline(ReadOnlySpan<byte> sent, out bool isHarmless)
    {
        var end = sent.IndexOf((byte)'\n');
        var line = end < 0 ? default : sent[..end].TrimEnd((byte)'\r');
        var space = line.IndexOf((byte)' ');
        isHarmless = line.IsEmpty || IsHarmless(space < 0 ? line : line[..space]);
        return end + 1;
    }

    /// <summary>Reads <c>*3</c> or <c>$5</c> and the end of its line. -1: it is not there.</summary>
    private static int Number(ReadOnlySpan<byte> sent, ref int at)
    {
        var line = sent[at..];
        var end = line.IndexOf((byte)'\n');
        if (end < 2 || !Utf8Parser.TryParse(line[1..end], out int number, out _) || number < 0)
            return -1;
        at += end + 1;
        return number;
    }

    private static bool IsHarmless(ReadOnlySpan<byte> name) =>
        name.Length is > 0 and < 16 && Harmless.GetAlternateLookup<ReadOnlySpan<char>>() is var known && known.Contains(Ascii(name, stackalloc char[16]));

    private static ReadOnlySpan<char> Ascii(ReadOnlySpan<byte> name, Span<char> text) => text[..System.Text.Encoding.ASCII.GetChars(name, text)];
}
