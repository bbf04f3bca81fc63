using System.Buffers;
using MessagePack;
using MessagePack.Resolvers;

namespace Jobs.Generators.Tests.Wire;

/// <summary>Writes and reads as the runtime does, through the generated half of the payload.</summary>
internal static class Codec
{
    public static readonly MessagePackSerializerOptions ByName = MessagePackSerializerOptions.Standard.WithResolver(ContractlessStandardResolver.Instance);

    public static readonly MessagePackSerializerOptions ByKey = MessagePackSerializerOptions.Standard;

    public static byte[] Write<T>(T payload) where T : IJob<T>
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        T.Write(ref writer, payload);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    public static T Read<T>(ReadOnlyMemory<byte> bytes) where T : IJob<T>
    {
        var reader = new MessagePackReader(bytes);
        var payload = T.Read(ref reader);
        Assert.True(reader.End, "bytes are left over");
        Assert.Equal(0, reader.Depth);
        return payload;
    }

    public static byte[] WriteResult<T, TResult>(TResult result) where T : IJob<T, TResult>
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        T.WriteResult(ref writer, result);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    public static TResult ReadResult<T, TResult>(ReadOnlyMemory<byte> bytes) where T : IJob<T, TResult>
    {
        var reader = new MessagePackReader(bytes);
        return T.ReadResult(ref reader);
    }

    /// <summary>What the reading of a payload fails with.</summary>
    public static string ErrorOf<T>(ReadOnlyMemory<byte> bytes) where T : IJob<T> =>
        Assert.Throws<MessagePackSerializationException>(() => Read<T>(bytes)).Message;

    /// <summary>Bytes written by hand.</summary>
    public static byte[] Bytes(WriteBytes write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        write(ref writer);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>From JSON, as a program in another language might write it.</summary>
    public static byte[] Json(string json) => MessagePackSerializer.ConvertFromJson(json);

    /// <summary>Ours and MessagePack's bytes are the same, and each reads the other's.</summary>
    /// <returns>What we have read.</returns>
    public static T AgreesWithMessagePack<T>(T payload, MessagePackSerializerOptions? options = null) where T : IJob<T>
    {
        var ours = Write(payload);
        var theirs = MessagePackSerializer.Serialize(payload, options ?? ByName);
        Assert.Equal(Text(theirs), Text(ours));
        Assert.Equal(Convert.ToHexString(theirs), Convert.ToHexString(ours));

        var readByUs = Read<T>(theirs);
        Assert.Equal(Text(theirs), Text(MessagePackSerializer.Serialize(readByUs, options ?? ByName)));
        var readByThem = MessagePackSerializer.Deserialize<T>(ours, options ?? ByName);
        Assert.Equal(Text(ours), Text(Write(readByThem)));
        return readByUs;
    }

    public static string Text(byte[] bytes) => MessagePackSerializer.ConvertToJson(bytes);
}

internal delegate void WriteBytes(ref MessagePackWriter writer);
