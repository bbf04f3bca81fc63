using System.Buffers;
using BenchmarkDotNet.Attributes;
using MessagePack;

namespace Jobs.Benchmarks.Micro;

/// <summary>Writing and reading a payload: the generated code beside the reference library, on the same object and the same form.</summary>
[MemoryDiagnoser]
public class CodecMicro
{
    private static readonly MessagePackSerializerOptions Reference = MessagePackSerializerOptions.Standard;
    private readonly ArrayBufferWriter<byte> buffer = new(1024);
    private readonly byte[] written = MessagePackSerializer.Serialize(Mail.Example, Reference);

    [Benchmark(Description = "codec: write, generated")]
    public int Write()
    {
        buffer.ResetWrittenCount();
        var writer = new MessagePackWriter(buffer);
        Generated<Mail>.Write(ref writer, Mail.Example);
        writer.Flush();
        return buffer.WrittenCount;
    }

    [Benchmark(Description = "codec: write, MessagePack 2.5")]
    public int WriteByReference()
    {
        buffer.ResetWrittenCount();
        var writer = new MessagePackWriter(buffer);
        MessagePackSerializer.Serialize(ref writer, Mail.Example, Reference);
        writer.Flush();
        return buffer.WrittenCount;
    }

    [Benchmark(Description = "codec: read, generated")]
    public object Read()
    {
        var reader = new MessagePackReader(written);
        return Generated<Mail>.Read(ref reader);
    }

    [Benchmark(Description = "codec: read, MessagePack 2.5")]
    public object ReadByReference()
    {
        var reader = new MessagePackReader(written);
        return MessagePackSerializer.Deserialize<Mail>(ref reader, Reference);
    }

    private static class Generated<T> where T : IJob<T>
    {
        public static void Write(ref MessagePackWriter writer, T value) => T.Write(ref writer, value);

        public static T Read(ref MessagePackReader reader) => T.Read(ref reader);
    }
}
