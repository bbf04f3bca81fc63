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
