using System.Buffers;
using System.Text;
using MessagePack;

namespace Jobs.Abstractions.Tests.Envelope;

/// <summary>What newer versions of the library may add to a stored job, and what this one makes of it.</summary>
public sealed class ExtensionTests
{
    private const long EnqueuedAt = 1_770_000_000_123;
    private const int Optional = 126;
    private const int Required = 127;
    private static readonly byte[] Value = MessagePackSerializer.Serialize("a value");

    public static TheoryData<int, bool> Shapes => new() { { 1, false }, { 1, true }, { 3, false }, { 3, true } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void An_extension_that_is_written_is_read(int version, bool isMarked)
    {
        var envelope = JobEnvelope.Read(Write([new(Optional, Value), new(Optional - 2, Value)], version, isMarked));

        Assert.True(envelope.Extensions!.TryGet(Optional - 2, out var value));
        Assert.Equal("a value", MessagePackSerializer.Deserialize<string>(value));
        Assert.False(envelope.Extensions.TryGet(Optional - 4, out _));
        Assert.Equal(isMarked, envelope.Extensions.TryGet(ExtensionKey.Mark, out _));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_payload_is_as_it_is_without_extensions(int version, bool isMarked)
    {
        var envelope = JobEnvelope.Read(Write([new(Optional, Value)], version, isMarked));

        Assert.Equal(MessagePackSerializer.Serialize("Ada"), envelope.Payload.ToArray());
        Assert.Equal(version, envelope.PayloadVersion);
    }

    [Fact]
    public void A_key_that_may_be_skipped_is_skipped()
    {
        var envelope = JobEnvelope.Read(Write([new(Optional, Value)]));

        Assert.True(envelope.IsUnderstood);
        Assert.Null(envelope.Needs);
    }

    [Fact]
    public void A_key_that_must_be_understood_and_is_not_is_no_error_and_is_named()
    {
        var envelope = JobEnvelope.Read(Write([new(Required - 2, Value), new(Required, Value), new(Optional, Value)]));

        Assert.False(envelope.IsUnderstood);
        Assert.Equal("extension 127", envelope.Needs); // the newest of them
        Assert.Equal("greet", Encoding.UTF8.GetString(envelope.Name.Span));
    }

    /// <summary>A value may end as a mark does: only the number of fields says that the map has a mark alone.</summary>
    [Fact]
    public void An_extension_that_looks_like_a_mark_hides_none_before_it()
    {
        byte[] likeMark = [0xC4, 12, 0, 0x81, 0x00, 0xCF, 1, 2, 3, 4, 5, 6, 7, 8];

        Assert.Equal("extension 127", JobEnvelope.Read(Write([new(Required, Value), new(Optional, likeMark)])).Needs);
    }

    [Theory]
    [InlineData("98 03 A5 67 72 65 65 74 01 02 03 04 05 06", "form 3", "greet")]
    [InlineData("92 7F A5 67 72 65 65 74", "form 127", "greet")]
    [InlineData("92 03 05", "form 3", "")] // even its name is not where it was
    [InlineData("9B 01 A5 67 72 65 65 74 01 C0 C0 C0 C0 01 80 C0 C0", "form 1 with 11 fields", "greet")]
    [InlineData("99 01 A5 67 72 65 65 74 01 C0 C0 C0 C0 01 C0", "form 1 with 9 fields", "greet")] // what follows the payload is no mark
    public void A_form_of_a_newer_version_is_no_error_and_is_named(string hex, string form, string name)
    {
        var envelope = JobEnvelope.Read(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

        Assert.False(envelope.IsUnderstood);
        Assert.Equal((form, form, name), (envelope.UnknownForm, envelope.Needs, Encoding.UTF8.GetString(envelope.Name.Span)));
    }

    /// <summary>Stored by every version so far: what a plain job takes, it takes.</summary>
    [Theory]
    [InlineData(1, false, "98 01 A5 67 72 65 65 74 CF 00 00 01 9C 1C 38 A4 7B C0 C0 3C C0 A3 41 64 61")]
    [InlineData(3, false, "99 02 A5 67 72 65 65 74 CF 00 00 01 9C 1C 38 A4 7B C0 C0 3C C0 03 A3 41 64 61")]
    [InlineData(1, true, "99 01 A5 67 72 65 65 74 CF 00 00 01 9C 1C 38 A4 7B C0 C0 3C C0 A3 41 64 61 81 00 CF 00 00 00 00 00 00 00 2A")]
    [InlineData(3, true, "9A 02 A5 67 72 65 65 74 CF 00 00 01 9C 1C 38 A4 7B C0 C0 3C C0 03 A3 41 64 61 81 00 CF 00 00 00 00 00 00 00 2A")]
    public void A_job_without_extensions_is_stored_byte_for_byte_as_ever(int version, bool isMarked, string hex) =>
        Assert.Equal(hex.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(Write([], version, isMarked).Span));

    [Fact]
    public void Any_MessagePack_reader_reads_it_whole()
    {
        var fields = MessagePackSerializer.Deserialize<object[]>(Write([new(Optional, Value), new(Required, Value)], isMarked: true));

        Assert.Equal(10, fields.Length);
        Assert.Equal("Ada", fields[7]);
        var map = Assert.IsType<Dictionary<object, object>>(fields[8]);
        Assert.Equal((42ul, "a value", "a value"), (map[(byte)0], map[(byte)126], map[(byte)127]));
        Assert.Equal(11u + 9u + 9u, fields[9]); // the mark, and twice a key and a text
    }

    [Theory]
    [InlineData("9A 01 A1 67 01 C0 C0 C0 C0 01 80 CE 00 00 00 09")] // longer than there is
    [InlineData("9A 01 A1 67 01 C0 C0 C0 C0 01 80 CE FF FF FF FF")]
    [InlineData("9A 01 A1 67 01 C0 C0 C0 C0 01 80 01")] // no length
    [InlineData("9A 01 A1 67 01 C0 C0 C0 C0 01 80 80 CE 00 00 00 02")] // two maps
    [InlineData("9A 01 A1 67 01 C0 C0 C0 C0 01 05 CE 00 00 00 01")] // no map
    [InlineData("9A 01 A1 67 01 C0 C0 C0 C0 80 CE 00 00 00 01")] // no payload
    [InlineData("9A 01 A1 67 01 C0 C0 C0 C0 01 DF 7F FF FF FF CE 00 00 00 05")] // two billion entries
    [InlineData("9A 01 A1 67 01 C0 C0 C0 C0 01 81 A1 61 01 CE 00 00 00 04")] // a text for a key
    public void Extensions_that_cannot_be_read_are_an_error(string hex) =>
        Assert.Throws<MessagePackSerializationException>(() => JobEnvelope.Read(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    [Fact]
    public void Garbage_among_extensions_is_read_or_is_an_error_and_nothing_else()
    {
        var random = new Random(20260401);
        var valid = Write([new(Required, Value), new(Optional, Value)], isMarked: true).ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])valid.Clone();
            for (var n = random.Next(1, 4); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            if (Record.Exception(() => JobEnvelope.Read(bytes)) is { } error)
                Assert.IsType<MessagePackSerializationException>(error);
        }
    }

    private static ReadOnlyMemory<byte> Write(EnvelopeExtension[] extensions, int version = 1, bool isMarked = false)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        var tail = extensions.Length > 0 ? EnvelopeTail.Extensions : isMarked ? EnvelopeTail.Mark : EnvelopeTail.None;
        JobEnvelope.WriteHeader(ref writer, new JobDefinition("greet") { Version = version, Retention = TimeSpan.FromMinutes(1) }, EnqueuedAt, null, tail);
        writer.Write("Ada");
        if (tail == EnvelopeTail.Mark)
            JobEnvelope.WriteMark(ref writer, 42);
        else if (tail == EnvelopeTail.Extensions)
            JobEnvelope.WriteExtensions(ref writer, extensions, isMarked ? 42 : null);
        writer.Flush();
        return bytes.WrittenMemory;
    }
}
