namespace Jobs;

/// <summary>A step that a handler has done once and for all: see <see cref="JobContext.OnceAsync{T}"/>.</summary>
public sealed record JobStep
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When its result was recorded, by the server's clock.</summary>
    public DateTimeOffset DoneAt { get; init; }

    /// <summary>The result: one MessagePack value; nil where it has none.</summary>
    public ReadOnlyMemory<byte> Result { get; init; }
}
