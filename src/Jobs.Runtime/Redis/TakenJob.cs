using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>A job as a turn handed it out: bytes and what fences them.</summary>
internal sealed class TakenJob
{
    /// <summary>The 16 bytes of its id, within the turn's reply.</summary>
    public required ReadOnlyMemory<byte> IdBytes { get; init; }

    /// <summary>Session, grant and time of the turn: what every later write about this run must show.</summary>
    public required RedisValue Holder { get; init; }

    /// <summary>Grows with each hand-out of the queue.</summary>
    public required long Grant { get; init; }

    /// <summary>Its place among the jobs of that hand-out.</summary>
    public required int Position { get; init; }

    public required ReadOnlyMemory<byte> Envelope { get; init; }

    /// <summary>Empty: nothing has happened to it yet.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    public JobId Id => JobId.Read(IdBytes.Span);
}
