using System.Buffers;
using System.Buffers.Binary;
using MessagePack;

namespace Jobs.Client;

/// <summary>Writes a job as it is stored, into memory that its thread uses again and again.</summary>
internal static class JobEncoder
{
    private const int KeptCapacity = 256 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch;

    /// <summary>Encodes one job.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="id">The job.</param>
    /// <param name="now">The time of the enqueue.</param>
    /// <param name="options">How it is stored.</param>
    /// <param name="maxBytes">The most it may take.</param>
    /// <param name="isOwnId">Other calls may use the id too: the envelope tells this call from them.</param>
    /// <param name="extensions">What it has beyond a plain job.</param>
    /// <returns>Valid until this thread encodes again.</returns>
    /// <exception cref="ArgumentException">It takes more.</exception>
    public static ReadOnlySpan<byte> Encode<TJob>(TJob payload, JobId id, DateTimeOffset now, EnqueueOptions? options, int maxBytes, bool isOwnId = false, ReadOnlySpan<EnvelopeExtension> extensions = default)
        where TJob : IJob<TJob>
    {
#if JOBS_NEXT
        EnvelopeExtension[] all = [.. extensions, .. NextExtensions.Of(options)];
        extensions = all;
#endif
        // Taken out while in use: a payload's property may enqueue another job.
        var buffer = scratch ?? new ArrayBufferWriter<byte>(1024);
        scratch = null;
        buffer.ResetWrittenCount();
        var writer = new MessagePackWriter(buffer);
        var tail = extensions.Length > 0 ? EnvelopeTail.Extensions : isOwnId ? EnvelopeTail.Mark : EnvelopeTail.None;
        JobEnvelope.WriteHeader(ref writer, TJob.Definition, now.ToUnixTimeMilliseconds(), options, tail);
        TJob.Write(ref writer, payload);
        if (tail == EnvelopeTail.Mark)
        {
            JobEnvelope.WriteMark(ref writer, NewMark(now));
        }
        else if (tail == EnvelopeTail.Extensions)
        {
            JobEnvelope.WriteExtensions(ref writer, extensions, isOwnId ? NewMark(now) : null);
        }

        writer.Flush();
        if (buffer.Capacity <= KeptCapacity)
        {
            scratch = buffer;
        }

        return buffer.WrittenCount <= maxBytes ? buffer.WrittenSpan : throw TooBig(TJob.Definition, id, buffer.WrittenCount, maxBytes);
    }

    /// <summary>The 62 random bits of an id.</summary>
    private static ulong NewMark(DateTimeOffset now)
    {
        Span<byte> id = stackalloc byte[JobId.Size];
        JobId.NewAt(now).WriteTo(id);
        return BinaryPrimitives.ReadUInt64BigEndian(id[8..]);
    }

    private static ArgumentException TooBig(JobDefinition job, JobId id, int bytes, int maxBytes) => new(
        $"Job '{job.Name}' {id} takes {bytes:N0} bytes with its headers, and at most {maxBytes:N0} are stored. Keep large data elsewhere and let the payload name it.",
        "payload");
}
