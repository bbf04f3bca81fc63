namespace Jobs;

/// <summary>One entry of an envelope's extension map.</summary>
/// <param name="Key">One of <see cref="ExtensionKey"/>.</param>
/// <param name="Value">One MessagePack value.</param>
internal readonly record struct EnvelopeExtension(int Key, ReadOnlyMemory<byte> Value);
