using System.Buffers;
using System.Text;
using MessagePack;

namespace Jobs.Abstractions.Tests.Envelope;

public sealed class JobEnvelopeTests
{
    private const long EnqueuedAt = 1_770_000_000_123;
    private static readonly JobDefinition Definition = new("greet") { Retention = TimeSpan.FromMinutes(5) };

    private static readonly EnqueueOptions Everything = new()
    {
        MaxAttempts = 7,
        Timeout = TimeSpan.FromSeconds(30),
        Retention = TimeSpan.FromHours(1),
        Headers = new Dictionary<string, string> { ["tenant"] = "größe", ["trace"] = "" },
    };

    [Fact]
    public void What_is_written_is_read()
    {
        var envelope = JobEnvelope.Read(Write(Everything));

        Assert.Equal("greet", Encoding.UTF8.GetString(envelope.Name.Span));
        Assert.Equal(EnqueuedAt, envelope.EnqueuedAt);
        Assert.Equal(7, envelope.MaxAttempts);
        Assert.Equal(30_000, envelope.TimeoutMs);
        Assert.Equal(3600, envelope.RetentionSeconds);
        Assert.Equal(Everything.Headers!.ToDictionary(), envelope.Headers!.ToDictionary());
        Assert.Equal("Ada", MessagePackSerializer.Deserialize<string>(envelope.Payload));
    }

    [Fact]
    public void What_the_call_did_not_set_is_left_open_but_for_the_retention()
    {
        var envelope = JobEnvelope.Read(Write(null));

        Assert.Null(envelope.MaxAttempts);
        Assert.Null(envelope.TimeoutMs);
        Assert.Null(envelope.Headers);
        Assert.Equal(300, envelope.RetentionSeconds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_mark_of_the_call_is_no_part_of_the_payload(int version)
    {
        var definition = new JobDefinition("greet") { Version = version };
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        JobEnvelope.WriteHeader(ref writer, definition, EnqueuedAt, Everything, EnvelopeTail.Mark);
        writer.Write("Ada");
        JobEnvelope.WriteMark(ref writer, 42);
        writer.Flush();
        var envelope = JobEnvelope.Read(buffer.WrittenMemory);

        Assert.Equal(JobEnvelope.Read(Write(Everything, definition)).Payload.ToArray(), envelope.Payload.ToArray());
        Assert.Equal(version, envelope.PayloadVersion);
    }

    [Fact]
    public void A_payload_of_a_higher_version_says_so_and_is_read_with_it()
    {
        var envelope = JobEnvelope.Read(Write(Everything, new JobDefinition("greet") { Version = 3 }));

        Assert.Equal(3, envelope.PayloadVersion);
        Assert.Equal("Ada", MessagePackSerializer.Deserialize<string>(envelope.Payload));
        Assert.Equal(1, JobEnvelope.Read(Write(Everything)).PayloadVersion);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    [InlineData(long.MaxValue)]
    public void A_version_that_no_job_can_have_is_refused(long version)
    {
        var bytes = MessagePackSerializer.Serialize(new object?[] { 2, "greet", EnqueuedAt, null, null, 60, null, version, "Ada" });

        Assert.Contains("'version of the payload'", Assert.Throws<MessagePackSerializationException>(() => JobEnvelope.Read(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_below_its_unit_is_rounded_up()
    {
        var envelope = JobEnvelope.Read(Write(new() { Timeout = TimeSpan.FromTicks(1), Retention = TimeSpan.FromMilliseconds(1) }));

        Assert.Equal(1, envelope.TimeoutMs); // 0 would be: no limit
        Assert.Equal(1, envelope.RetentionSeconds);
    }

    /// <summary>The reference library is the oracle: any MessagePack reader sees the same.</summary>
    [Fact]
    public void Any_MessagePack_reader_reads_it_whole()
    {
        var fields = MessagePackSerializer.Deserialize<object?[]>(Write(Everything));

        Assert.Equal(8, fields.Length);
        Assert.Equal((byte)1, fields[0]);
        Assert.Equal("greet", fields[1]);
        Assert.Equal((ulong)EnqueuedAt, fields[2]);
        Assert.Equal((byte)7, fields[3]);
        Assert.Equal((ushort)30_000, fields[4]);
        Assert.Equal((ushort)3600, fields[5]);
        Assert.Equal("größe", ((Dictionary<object, object>)fields[6]!)["tenant"]);
        Assert.Equal("Ada", fields[7]);
    }

    [Fact]
    public void What_any_MessagePack_writer_writes_is_read()
    {
        var headers = new Dictionary<string, string?> { ["a"] = "1", ["b"] = null };
        var bytes = MessagePackSerializer.Serialize(new object?[] { 1, "greet", EnqueuedAt, null, 500L, 0, headers, new[] { 1, 2, 3 } });

        var envelope = JobEnvelope.Read(bytes);

        Assert.Equal(EnqueuedAt, envelope.EnqueuedAt);
        Assert.Equal((null, 500L, 0L), (envelope.MaxAttempts, envelope.TimeoutMs!.Value, envelope.RetentionSeconds!.Value));
        Assert.Equal(("1", ""), (envelope.Headers!["a"], envelope.Headers["b"]));
        Assert.Equal([1, 2, 3], MessagePackSerializer.Deserialize<int[]>(envelope.Payload));
    }

    [Fact]
    public void Every_truncation_before_the_end_of_the_payload_is_an_error()
    {
        var bytes = Write(Everything);
        var payload = JobEnvelope.Read(bytes).Payload.Length;

        for (var length = 0; length <= bytes.Length - payload; length++)
            Assert.Throws<MessagePackSerializationException>(() => JobEnvelope.Read(bytes.AsMemory(0, length)));
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(0, 8)]
    [InlineData(1, 7)]
    [InlineData(-1, 8)]
    [InlineData(128, 8)]
    [InlineData(3, 1)]
    public void A_form_that_no_version_writes_is_an_error(int version, int fields)
    {
        var bytes = MessagePackSerializer.Serialize(Enumerable.Repeat<object>(version, fields).ToArray());

        var error = Assert.Throws<MessagePackSerializationException>(() => JobEnvelope.Read(bytes));

        Assert.Contains($"form {version} with {fields} fields", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, object?[]> Impossible => new()
    {
        { "name", [1, null, EnqueuedAt, null, null, null, null, 0] },
        { "name", [1, 5, EnqueuedAt, null, null, null, null, 0] },
        { "enqueued at", [1, "greet", long.MaxValue, null, null, null, null, 0] },
        { "enqueued at", [1, "greet", long.MinValue, null, null, null, null, 0] },
        { "max attempts", [1, "greet", EnqueuedAt, 0, null, null, null, 0] },
        { "max attempts", [1, "greet", EnqueuedAt, long.MaxValue, null, null, null, 0] },
        { "timeout", [1, "greet", EnqueuedAt, null, -1, null, null, 0] },
        { "timeout", [1, "greet", EnqueuedAt, null, long.MaxValue, null, null, 0] },
        { "retention", [1, "greet", EnqueuedAt, null, null, -1, null, 0] },
        { "retention", [1, "greet", EnqueuedAt, null, null, long.MaxValue, null, 0] },
        { "headers", [1, "greet", EnqueuedAt, null, null, null, "x", 0] },
        { "headers", [1, "greet", EnqueuedAt, null, null, null, new Dictionary<string, int> { ["a"] = 1 }, 0] },
    };

    /// <summary>Found here and not as an overflow in the middle of a worker.</summary>
    [Theory]
    [MemberData(nameof(Impossible))]
    public void An_impossible_field_is_an_error(string field, object?[] fields)
    {
        var error = Assert.Throws<MessagePackSerializationException>(() => JobEnvelope.Read(MessagePackSerializer.Serialize(fields)));

        if (field is not ("headers" or "name"))
            Assert.Contains($"'{field}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DD FFFFFFFF")] // an array of 4 billion
    [InlineData("98 01 DB FFFFFFFF 67")] // a name of 4 GB
    [InlineData("98 01 DB 7FFFFFFF 67")]
    [InlineData("98 01 C6 7FFFFFFF 67")] // bytes instead
    [InlineData("98 01 A1 67 01 C0 C0 C0 DF FFFFFFFF A1 61 A1 62 C0")] // 4 billion headers
    [InlineData("98 01 A1 67 01 C0 C0 C0 DF 7FFFFFFF A1 61 A1 62 C0")]
    [InlineData("98 01 A1 67 01 C0 C0 C0 81 DB 7FFFFFFF 61")] // a header of 2 GB
    public void A_length_that_is_not_there_costs_neither_memory_nor_time(string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<MessagePackSerializationException>(() => JobEnvelope.Read(bytes));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Garbage_is_read_or_is_an_error_and_nothing_else()
    {
        var random = new Random(20260301);
        var valid = Write(Everything);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = i % 2 == 0 ? new byte[random.Next(0, 64)] : (byte[])valid.Clone();
            if (i % 2 == 0)
                random.NextBytes(bytes);
            else
                for (var n = random.Next(1, 4); n > 0; n--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            if (Record.Exception(() => JobEnvelope.Read(bytes)) is { } error)
                Assert.IsType<MessagePackSerializationException>(error);
        }
    }

    private static byte[] Write(EnqueueOptions? options, JobDefinition? definition = null)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        JobEnvelope.WriteHeader(ref writer, definition ?? Definition, EnqueuedAt, options);
        writer.Write("Ada");
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }
}
