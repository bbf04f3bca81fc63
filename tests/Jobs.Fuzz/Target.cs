using System.Reflection;
using CsCheck;
using Jobs.Generators.Tests.Wire;
using Jobs.Generators.Tests.Wire.Generated;
using MessagePack;

namespace Jobs.Fuzz;

/// <summary>Something that reads bytes.</summary>
/// <param name="Error">How the message of each of its errors begins.</param>
/// <param name="Valid">Bytes that it reads, other ones each time.</param>
internal sealed record Target(string Name, string Error, Func<PCG, byte[]> Valid, Action<ReadOnlyMemory<byte>> Read)
{
    public static Target[] All() =>
    [
        .. typeof(Target).Assembly.GetTypes()
            .Where(static t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IJob<>) && i.GenericTypeArguments[0] == t))
            .OrderBy(static t => t.FullName, StringComparer.Ordinal)
            .Select(static t => (Target)typeof(Target).GetMethod(nameof(OfPayload), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(t).Invoke(null, null)!),
        OfResult<WithResult, Dictionary<string, Point>>(),
        Envelope(),
        Extensions(),
    ];

    private static Target OfPayload<T>() where T : IJob<T>
    {
        var name = T.Definition.Name;
        var any = Any.Of<T>();
        return new Target(name, $"Job '{name}': ", from => Bytes(any.Generate(from, null, out _), T.Write), static bytes =>
        {
            var reader = new MessagePackReader(bytes);
            T.Read(ref reader);
        });
    }

    private static Target OfResult<T, TResult>() where T : IJob<T, TResult> where TResult : notnull
    {
        var any = Any.Of<TResult>();
        return new Target($"result of {T.Definition.Name}", $"Result of job '{T.Definition.Name}': ", from => Bytes(any.Generate(from, null, out _), T.WriteResult), static bytes =>
        {
            var reader = new MessagePackReader(bytes);
            T.ReadResult(ref reader);
        });
    }

    private static Target Envelope()
    {
        var headers = Any.Of<Dictionary<string, string>>();
        return new Target("envelope", "", from => Bytes(headers.Generate(from, null, out _), static (ref MessagePackWriter writer, Dictionary<string, string> all) =>
        {
            JobEnvelope.WriteHeader(ref writer, new JobDefinition("fuzz"), 1, new EnqueueOptions { MaxAttempts = 3, Headers = all });
            writer.WriteMapHeader(0);
        }), static bytes => JobEnvelope.Read(bytes));
    }

    private static Target Extensions()
    {
        var headers = Any.Of<Dictionary<string, string>>();
        return new Target("envelope with extensions", "", from => Bytes(headers.Generate(from, null, out _), static (ref MessagePackWriter writer, Dictionary<string, string> all) =>
        {
            JobEnvelope.WriteHeader(ref writer, new JobDefinition("fuzz"), 1, null, EnvelopeTail.Extensions);
            writer.WriteMapHeader(0);
            JobEnvelope.WriteExtensions(ref writer, [new(126, MessagePackSerializer.Serialize(all)), new(127, new byte[] { 0xC0 })], mark: 42);
        }), static bytes => JobEnvelope.Read(bytes).Extensions?.TryGet(126, out _));
    }

    private static byte[] Bytes<T>(T value, Write<T> write)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        write(ref writer, value);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private delegate void Write<T>(ref MessagePackWriter writer, T value);
}
