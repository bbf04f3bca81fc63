using System.Buffers;
using Jobs.Store;
using MessagePack;

namespace Jobs.Client;

/// <summary>What an envelope says beyond a plain job's, for who looks at the job.</summary>
internal static class JobExtensions
{
    public static EnvelopeExtension[] Of(in EnqueueTerms terms) => terms.Priority == 0 ? [] : [new(ExtensionKey.Priority, Number(terms.Priority))];

    private static ReadOnlyMemory<byte> Number(int value)
    {
        var bytes = new ArrayBufferWriter<byte>(5);
        var writer = new MessagePackWriter(bytes);
        writer.Write(value);
        writer.Flush();
        return bytes.WrittenMemory;
    }
}
