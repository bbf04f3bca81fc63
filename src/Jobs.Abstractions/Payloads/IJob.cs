using Jobs.Wire;
using MessagePack;

namespace Jobs;

/// <summary>The generated half of a payload: name, defaults and codec. Implemented by the generator, never by hand.</summary>
public interface IJob<TSelf> where TSelf : IJob<TSelf>
{
    /// <summary>The job's name and its defaults.</summary>
    static abstract JobDefinition Definition { get; }

    /// <summary>Writes the payload as one MessagePack value.</summary>
    static abstract void Write(ref MessagePackWriter writer, TSelf value);

    /// <summary>Reads one payload.</summary>
    /// <exception cref="MessagePackSerializationException">The bytes are not such a payload; the message names the job and the member.</exception>
    static abstract TSelf Read(ref MessagePackReader reader);

    /// <summary>Reads one payload that was stored as <paramref name="version"/> of the job, and upgrades it to this build's.</summary>
    /// <exception cref="MessagePackSerializationException">The bytes are not such a payload, or this build has no upgrade from that version.</exception>
    static virtual TSelf ReadVersion(ref MessagePackReader reader, int version) =>
        version == TSelf.Definition.Version ? TSelf.Read(ref reader) : throw WireErrors.OtherVersion(TSelf.Definition.Name, version, TSelf.Definition.Version);
}

/// <summary>A payload whose handler returns a <typeparamref name="TResult"/>.</summary>
public interface IJob<TSelf, TResult> : IJob<TSelf> where TSelf : IJob<TSelf, TResult>
{
    /// <summary>Writes a result as one MessagePack value.</summary>
    static abstract void WriteResult(ref MessagePackWriter writer, TResult value);

    /// <summary>Reads a result.</summary>
    /// <exception cref="MessagePackSerializationException">The bytes are not such a result.</exception>
    static abstract TResult ReadResult(ref MessagePackReader reader);
}
