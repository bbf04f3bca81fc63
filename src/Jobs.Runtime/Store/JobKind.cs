using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Jobs.Store;

/// <summary>What decides whether a worker can run a job, in 8 bytes: its name, the version of its payload, and what its envelope needs beyond what every
/// version of the library understands. Stored; never changed.</summary>
internal static class JobKind
{
    public const int Size = 8;

    /// <param name="name">As stored.</param>
    /// <param name="version">Of the payload; 0: not known, since the envelope is of a newer form.</param>
    /// <param name="needs">As <see cref="JobEnvelope.Needs"/>. In the kind, since a worker that has the handler and one that understands the envelope would else
    /// hand the job to each other for ever.</param>
    public static byte[] Of(ReadOnlySpan<byte> name, int version, string? needs = null)
    {
        var text = new byte[name.Length + sizeof(int) + Encoding.UTF8.GetByteCount(needs ?? "")];
        name.CopyTo(text);
        BinaryPrimitives.WriteInt32BigEndian(text.AsSpan(name.Length), version);
        Encoding.UTF8.GetBytes(needs ?? "", text.AsSpan(name.Length + sizeof(int)));
        return SHA256.HashData(text)[..Size];
    }

    public static byte[] Of(string name, int version, string? needs = null) => Of(Encoding.UTF8.GetBytes(name), version, needs);

    /// <summary>Of a stored job.</summary>
    public static byte[] Of(in JobEnvelope envelope) => Of(envelope.Name.Span, envelope.UnknownForm is null ? envelope.PayloadVersion : 0, envelope.Needs);
}
