using MessagePack;

namespace Jobs.Generators.Tests.Wire;

/// <summary>Bytes that no codec wrote: each is refused with an error that names the job, at a cost in keeping with its length.</summary>
public sealed class HostileTests
{
    private static readonly byte[] Valid = Codec.Write(new NestedTypes(
        new Temperature(36.6, "F"), new Page<int>(1, [1, 2], 2), new Page<string>("a", ["b"], null), new Page<Line>(new("s", 1, 1.5m), [new("s", 1, 1)], null), new Outer.Inner(3), new("x", 2, 3)));

    [Fact]
    public void Truncated_bytes_are_an_error_wherever_they_end()
    {
        for (var length = 0; length < Valid.Length; length++)
        {
            Assert.StartsWith("Job 'nested-types': ", Codec.ErrorOf<NestedTypes>(Valid.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Changed_bytes_are_read_or_an_error_and_never_anything_else()
    {
        var random = new Random(1);
        var errors = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var bytes = Valid.ToArray();
            for (var j = random.Next(1, 4); j > 0; j--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var reader = new MessagePackReader(bytes);
            try
            {
                Read<NestedTypes>(ref reader);
            }
            catch (MessagePackSerializationException e)
            {
                Assert.StartsWith("Job 'nested-types': ", e.Message);
                errors++;
            }
        }

        Assert.InRange(errors, 1, 3_999);
    }

    [Theory]
    [InlineData("Bool")]
    [InlineData("Byte")]
    [InlineData("SByte")]
    [InlineData("Short")]
    [InlineData("UShort")]
    [InlineData("Int")]
    [InlineData("UInt")]
    [InlineData("Long")]
    [InlineData("ULong")]
    [InlineData("Float")]
    [InlineData("Double")]
    [InlineData("Char")]
    public void A_value_of_another_kind_is_an_error_that_names_the_member(string member) =>
        Assert.Equal(
            $"Job 'numbers': member '{member}' cannot be read: Unexpected msgpack code 163 (fixstr) encountered.",
            Codec.ErrorOf<Numbers>(Codec.Json($$"""{"{{member}}":"abc"}""")));

    [Theory]
    [InlineData("String", "1")]
    [InlineData("Guid", "\"no\"")]
    [InlineData("DateTime", "\"2026-01-01\"")]
    [InlineData("DateTimeOffset", "[1]")]
    [InlineData("DateOnly", "-1")]
    [InlineData("TimeOnly", "-1")]
    [InlineData("TimeSpan", "\"1\"")]
    [InlineData("Decimal", "\"1,5\"")]
    [InlineData("Uri", "1")]
    [InlineData("Version", "\"one\"")]
    [InlineData("Half", "\"1\"")]
    [InlineData("BigInteger", "5")]
    [InlineData("Bytes", "[1]")]
    [InlineData("Memory", "true")]
    [InlineData("Segment", "true")]
    public void A_value_that_is_none_of_its_type_is_an_error_that_names_the_member(string member, string json) =>
        Assert.StartsWith($"Job 'values': member '{member}' cannot be read: ", Codec.ErrorOf<Values>(Codec.Json($$"""{"{{member}}":{{json}}}""")));

    [Theory]
    [InlineData("Int128", "\"1.5\"")]
    [InlineData("UInt128", "\"-1\"")]
    [InlineData("Rune", "55296")]
    public void So_is_one_that_MessagePack_does_not_have(string member, string json) =>
        Assert.StartsWith($"Job 'own-forms': member '{member}' cannot be read: ", Codec.ErrorOf<OwnForms>(Codec.Json($$"""{"{{member}}":{{json}}}""")));

    [Fact]
    public void A_number_too_large_for_its_member_is_an_error() =>
        Assert.StartsWith("Job 'numbers': member 'Byte' cannot be read: ", Codec.ErrorOf<Numbers>(Codec.Json("""{"Byte":256}""")));

    [Fact]
    public void A_tuple_with_too_many_items_is_an_error() =>
        Assert.Equal("Job 'tuples': member 'Pair' cannot be read: 2 items are expected, 3 are there", Codec.ErrorOf<Tuples>(Codec.Json("""{"Pair":[1,"a",2]}""")));

    [Fact]
    public void A_null_where_none_is_allowed_is_an_error() =>
        Assert.Equal("Job 'positional': member 'To' is null and not declared nullable", Codec.ErrorOf<Positional>(Codec.Json("""{"To":null}""")));

    [Fact]
    public void A_null_key_is_an_error() =>
        Assert.StartsWith("Job 'maps': member 'Dictionary' cannot be read: ", Codec.ErrorOf<Maps>(Codec.Bytes(static (ref MessagePackWriter writer) =>
        {
            writer.WriteMapHeader(1);
            writer.Write("Dictionary");
            writer.WriteMapHeader(1);
            writer.WriteNil();
            writer.Write(1);
        })));

    [Fact]
    public void Nil_is_no_payload() => Assert.Equal("Job 'ship-parcel': the payload is null and not declared nullable", Codec.ErrorOf<Ship>(new byte[] { MessagePackCode.Nil }));

    [Fact]
    public void A_payload_of_another_form_is_an_error() =>
        Assert.StartsWith("Job 'ship-parcel': the payload cannot be read: Unexpected msgpack code", Codec.ErrorOf<Ship>(Codec.Json("[1]")));

    [Theory]
    [InlineData("Array")]
    [InlineData("List")]
    [InlineData("HashSet")]
    [InlineData("Queue")]
    [InlineData("Jagged")]
    public void A_header_that_promises_more_than_there_is_allocates_nothing(string member)
    {
        var bytes = Codec.Bytes((ref MessagePackWriter writer) =>
        {
            writer.WriteMapHeader(1);
            writer.Write(member);
            writer.WriteArrayHeader(int.MaxValue);
        });

        Assert.InRange(AllocatedBy(() => Codec.ErrorOf<Sequences>(bytes)), 0, 200_000);
    }

    [Fact]
    public void A_long_collection_is_allocated_as_it_is_read()
    {
        var bytes = Codec.Bytes(static (ref MessagePackWriter writer) =>
        {
            writer.WriteMapHeader(1);
            writer.Write("OfStructs");
            writer.WriteArrayHeader(1_000_000);
            writer.WriteRaw(new byte[1_000_000]); // each item is the number 0, which is no Point
        });

        Assert.InRange(AllocatedBy(() => Codec.ErrorOf<Sequences>(bytes)), 0, 200_000);
    }

    [Fact]
    public void Bytes_nested_without_end_are_an_error()
    {
        var map = new byte[] { 0x81, 0xa4, (byte)'L', (byte)'e', (byte)'f', (byte)'t' };
        var bytes = Enumerable.Repeat(map, 100_000).SelectMany(static m => m).ToArray();

        Assert.EndsWith("nests objects and collections more than 64 levels deep; does it refer to itself?", Codec.ErrorOf<Tree>(bytes));
    }

    [Fact]
    public void An_unknown_member_nested_without_end_is_an_error()
    {
        var bytes = Codec.Bytes(static (ref MessagePackWriter writer) =>
        {
            writer.WriteMapHeader(1);
            writer.Write("Unknown");
            writer.WriteRaw(Enumerable.Repeat((byte)0x91, 1_000_000).ToArray());
        });

        Assert.StartsWith("Job 'ship-parcel': ", Codec.ErrorOf<Ship>(bytes));
    }

    [Fact]
    public void What_is_as_deep_as_allowed_is_written_and_read()
    {
        Assert.Equal(64, Depth(Codec.Read<Tree>(Codec.Write(Chain(64)))));

        static int Depth(Tree? tree) => tree is null ? 0 : 1 + Depth(tree.Left);
    }

    [Fact]
    public void What_is_deeper_is_not_written_so_that_nothing_is_stored_that_cannot_be_read() =>
        Assert.Equal(
            "Job 'tree': member 'Jobs.Generators.Tests.Wire.Tree.Left' nests objects and collections more than 64 levels deep; does it refer to itself?",
            Assert.Throws<MessagePackSerializationException>(() => Codec.Write(Chain(65))).Message);

    [Fact]
    public void An_object_that_refers_to_itself_is_not_written()
    {
        var dog = new Dog();
        dog.Friend = dog;

        Assert.EndsWith("does it refer to itself?", Assert.Throws<MessagePackSerializationException>(() => Codec.Write(new Shapes(new Dot(1), [dog]))).Message);
    }

    [Fact]
    public void A_null_where_none_is_allowed_is_not_written() =>
        Assert.Equal(
            "Job 'positional': member 'Jobs.Generators.Tests.Wire.Positional.To' is null and not declared nullable",
            Assert.Throws<MessagePackSerializationException>(() => Codec.Write(new Positional(1, null!, null))).Message);

    [Fact]
    public void A_value_of_a_derived_type_is_not_written_without_its_members() =>
        Assert.Contains(
            "is a Jobs.Generators.Tests.Wire.HostileTests+Special where Jobs.Generators.Tests.Wire.ClassPayload is declared",
            Assert.Throws<MessagePackSerializationException>(() => Codec.Write<ClassPayload>(new Special())).Message);

    private static Tree Chain(int length) => Enumerable.Range(0, length).Aggregate((Tree?)null, static (inner, _) => new Tree("", inner, null))!;

    private static void Read<T>(ref MessagePackReader reader) where T : IJob<T> => T.Read(ref reader);

    private static long AllocatedBy(Action action)
    {
        action(); // once before, for what is allocated only once
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Special() : ClassPayload(1, "n");
}
