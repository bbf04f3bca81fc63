using System.ComponentModel;
using MessagePack;

namespace Jobs.Wire;

/// <summary>Writes one value. Made by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void WireWriter<in T>(ref MessagePackWriter writer, T value);

/// <summary>Reads one value. Made by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate T WireReader<out T>(ref MessagePackReader reader);

/// <summary>How results of steps of one type are written and read.</summary>
internal sealed record StepCodec<T>(WireWriter<T> Write, WireReader<T> Read);

/// <summary>The result of a step that has none.</summary>
internal readonly struct NoResult
{
    public static StepCodec<NoResult> Codec { get; } = new(
        static (ref writer, _) => writer.WriteNil(),
        static (ref reader) =>
        {
            reader.Skip(); // a step that had a result in an earlier version is done all the same
            return default;
        });
}
