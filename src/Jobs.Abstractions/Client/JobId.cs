using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Jobs;

/// <summary>The 16-byte id of a job. Written like a UUID.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct JobId(Guid Value) : ISpanParsable<JobId>, IComparable<JobId>
{
    /// <summary>Bytes of an id in Redis.</summary>
    internal const int Size = 16;

    /// <summary>A new id (UUID version 7, so ids made later sort later).</summary>
    public static JobId New(TimeProvider? time = null) => NewAt((time ?? TimeProvider.System).GetUtcNow());

    /// <summary>The id that always belongs to <paramref name="key"/>, such as <c>invoice-42</c>: storing a job under it twice stores it once.</summary>
    /// <returns>A UUID version 8 out of the key's SHA-256.</returns>
    /// <exception cref="ArgumentException">The key is empty, or has half of a surrogate pair: keys that differ in nothing else would be one.</exception>
    public static JobId From(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Check.Text(key, "The key of a job id", nameof(key));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80); // version 8: custom
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80); // variant of RFC 9562
        return new JobId(new Guid(hash[..Size], bigEndian: true));
    }

    /// <summary>Reads an id as <see cref="ToString()"/> writes it.</summary>
    /// <exception cref="FormatException">It is not a UUID.</exception>
    public static JobId Parse(ReadOnlySpan<char> s) =>
        TryParse(s, provider: null, out var id) ? id : throw new FormatException($"'{s}' is not a job id: it is written like 0198c0de-0000-7000-8000-000000000000.");

    static JobId IParsable<JobId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static JobId ISpanParsable<JobId>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out JobId result) => TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out JobId result)
    {
        var ok = Guid.TryParse(s, out var value);
        result = new JobId(value);
        return ok;
    }

    /// <summary>Orders ids by their bytes, which for new ids is the order they were made in.</summary>
    public int CompareTo(JobId other)
    {
        Span<byte> a = stackalloc byte[Size], b = stackalloc byte[Size];
        WriteTo(a);
        other.WriteTo(b);
        return a.SequenceCompareTo(b);
    }

    /// <summary>Lower case with dashes.</summary>
    public override string ToString() => Value.ToString("D");

    /// <summary>A new id that says this time.</summary>
    internal static JobId NewAt(DateTimeOffset time) => new(JobIdBytes.New(time));

    internal void WriteTo(Span<byte> bytes) => Value.TryWriteBytes(bytes, bigEndian: true, out _);

    internal static JobId Read(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));
}
