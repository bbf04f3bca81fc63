namespace Jobs.TestServers;

/// <summary>What happens to the bytes of a connection, each way. Immutable.</summary>
public sealed record Fault
{
    /// <summary>From the client to the server.</summary>
    public Passage Requests { get; init; } = Passage.Free;

    /// <summary>From the server to the client.</summary>
    public Passage Replies { get; init; } = Passage.Free;

    /// <summary>All passes.</summary>
    public static Fault None { get; } = new();

    /// <summary>Nothing arrives either way, and neither side is told. What was under way arrives when it is over, as TCP has it.</summary>
    public static Fault BlackHole { get; } = new() { Requests = new() { Holds = true }, Replies = new() { Holds = true } };

    /// <summary>The server does what it is asked; the client never hears of it.</summary>
    public static Fault DropReplies { get; } = new() { Replies = new() { Drops = true } };

    /// <summary>The client asks, and the server never hears of it.</summary>
    public static Fault DropRequests { get; } = new() { Requests = new() { Drops = true } };

    /// <summary>Published messages vanish, all else passes; on connections made from now on.</summary>
    public static Fault DropMessages { get; } = new() { Replies = new() { Keeps = static frame => !ReplyFrames.IsMessage(frame) } };

    /// <summary>Replies and pushes vanish one by one, so that the answer to the next request is taken for that to the last; on connections made from now on.</summary>
    /// <param name="keeps">Asked of each whole one.</param>
    public static Fault Filter(Func<ReadOnlyMemory<byte>, bool> keeps) => new() { Replies = new() { Keeps = keeps } };

    /// <summary>Each way takes this much longer.</summary>
    public static Fault Delay(TimeSpan time) => new() { Requests = new() { Delay = time }, Replies = new() { Delay = time } };

    /// <summary>A link of so many bytes a second each way, over which a request and its reply take so much longer. Each connection has its own.</summary>
    public static Fault SlowLink(TimeSpan roundTrip, long bytesPerSecond) => new()
    {
        Requests = new() { Latency = roundTrip / 2, BytesPerSecond = bytesPerSecond },
        Replies = new() { Latency = roundTrip / 2, BytesPerSecond = bytesPerSecond },
    };

    /// <summary>After so many more bytes of replies the connection is reset, in the middle of one as it may be.</summary>
    public static Fault CutRepliesAfter(long bytes) => new() { Replies = new() { CutAfter = bytes } };

    /// <summary>After so many more bytes of requests the connection is reset, in the middle of one as it may be.</summary>
    public static Fault CutRequestsAfter(long bytes) => new() { Requests = new() { CutAfter = bytes } };

    /// <summary>Replies trickle in, so many bytes at a time.</summary>
    /// <param name="bytes">How many at a time.</param>
    /// <param name="every">The time between two.</param>
    public static Fault DripReplies(int bytes, TimeSpan every) => new() { Replies = new() { DripBytes = bytes, Delay = every } };
}

/// <summary>What happens to bytes that go one way.</summary>
public sealed record Passage
{
    /// <summary>They pass at once.</summary>
    public static Passage Free { get; } = new();

    /// <summary>They are kept until this is over.</summary>
    public bool Holds { get; init; }

    /// <summary>They vanish. The connection has a hole from then on, so it is reset when this is over.</summary>
    public bool Drops { get; init; }

    /// <summary>Of replies: asked of each whole one whether it passes; null: nobody is asked.</summary>
    public Func<ReadOnlyMemory<byte>, bool>? Keeps { get; init; }

    /// <summary>How long each piece waits before it passes; 0: not at all.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How much later each byte arrives; unlike <see cref="Delay"/>, what follows is on its way meanwhile.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How many bytes pass in a second; 0: any number.</summary>
    public long BytesPerSecond { get; init; }

    /// <summary>It takes bytes its time.</summary>
    public bool IsSlow => Latency > TimeSpan.Zero || BytesPerSecond > 0;

    /// <summary>How many bytes pass before the connection is reset; null: any number.</summary>
    public long? CutAfter { get; init; }

    /// <summary>How many bytes pass at a time; 0: as they come.</summary>
    public int DripBytes { get; init; }
}
